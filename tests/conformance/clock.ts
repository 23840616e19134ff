import { exec } from 'node:child_process';
import { promisify } from 'node:util';

/** Moves the server's clock forward. @throws Error when the command fails */
export async function moveTime(command: string, seconds: number): Promise<void> {
  await promisify(exec)(command.replace('{seconds}', String(seconds)));
}
