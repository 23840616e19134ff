import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A built server in its own process. */
export interface ServerProcess {
  readonly pid: number;
  /** Loopback port on which the server listens. */
  readonly port: number;
  /** The server’s output so far, for failure messages. */
  output(): string;
  /** Ends the server by SIGTERM and waits for its exit. */
  stop(): Promise<void>;
  /** Ends the server by SIGKILL and waits for its exit. */
  crash(): Promise<void>;
}

/** The checkout that a server runs from and its CPU core; by default this checkout and any core. */
export interface ServerLocation {
  /** Root folder of the built checkout. */
  readonly folder?: string;
  /** The only CPU core that the server and its PostgreSQL may use; needs `taskset`. */
  readonly core?: number | undefined;
}

/**
 * Starts the built server on a free port and waits until it is ready.
 *
 * @throws Error with the server’s output, if it exits before it is ready
 */
export async function startServer(
  variables: Readonly<Record<string, string>>,
  command: readonly string[] = ['apps/server/dist/main.js', 'serve'],
  { folder = root, core }: ServerLocation = {},
): Promise<ServerProcess> {
  const program = [...(core === undefined ? [] : ['taskset', '-c', String(core)]), process.execPath, ...command];
  const child = spawn(program[0] ?? '', program.slice(1), {
    cwd: folder,
    env: { PATH: process.env['PATH'], PRISTAN_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const port = await new Promise<number>((resolve, reject) => {
    const take = (text: string): void => {
      written += text;
      const [, said] = /Pristan is ready at \S+ \(port (\d+)\)/.exec(written) ?? [];
      if (said !== undefined) resolve(Number(said));
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The server ended with ${code}: ${written}`)));
  });
  return {
    pid: child.pid ?? 0,
    port,
    output: () => written,
    stop: () => end(child, 'SIGTERM'),
    crash: () => end(child, 'SIGKILL'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
