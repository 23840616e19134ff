import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { CommandRefused } from './program.ts';

/** Ways to give a command a password; exactly one of them is required. */
export interface PasswordOptions {
  readonly password?: string;
  readonly passwordStdin?: boolean;
  readonly generatePassword?: boolean;
}

/** A password that a command received; `generated` when it has to be printed, because nobody knows it yet. */
export interface TakenPassword {
  readonly password: string;
  readonly generated: boolean;
}

const PASSWORD_BYTES_MAX = 4096;

/**
 * Takes a command's password without showing it to the machine: arguments of a command appear in the list of processes
 * and in the shell's history.
 *
 * @param options.warn receives a line when the password was given as an argument
 * @throws CommandRefused when none or several are given, or when a password is an argument in production
 */
export async function takePassword(
  given: PasswordOptions,
  {
    development,
    warn,
    stdin = process.stdin,
  }: {
    readonly development: boolean;
    readonly warn: (line: string) => void;
    readonly stdin?: NodeJS.ReadableStream;
  },
): Promise<TakenPassword> {
  const ways = [given.password !== undefined, given.passwordStdin === true, given.generatePassword === true];
  if (ways.filter(Boolean).length !== 1) {
    throw new CommandRefused(
      'Choose how to give the password: --password-stdin reads it from standard input, --generate-password generates one and prints it once.',
      { error: 'password_required', field: 'password' },
    );
  }
  if (given.generatePassword === true) return { password: randomBytes(15).toString('base64url'), generated: true };
  if (given.password === undefined) return { password: await firstLine(stdin), generated: false };
  const better = 'other users of the machine can see it; use --password-stdin or --generate-password';
  if (!development) {
    throw new CommandRefused(`--password is not accepted in production: ${better}.`, {
      error: 'password_shown',
      field: 'password',
    });
  }
  warn(`--password: ${better}.`);
  return { password: given.password, generated: false };
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  const [line = ''] = (await text(stdin)).slice(0, PASSWORD_BYTES_MAX).split(/\r?\n/);
  return line;
}
