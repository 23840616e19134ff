import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Runner } from './runner.ts';

/** Options for starting a PostgreSQL program. */
export interface ChildOptions {
  readonly runner: Runner;
  /** Absolute path of the data folder; the program starts inside it. */
  readonly folder: string;
  readonly stdio: StdioOptions;
  /**
   * Whether the program runs in a session of its own: it outlives this process and gets no signals from its terminal.
   */
  readonly detached: boolean;
}

/**
 * Starts a PostgreSQL program in its data folder, as the user `runner`, with a clean environment: the caller's PGDATA,
 * PGOPTIONS or LD_LIBRARY_PATH must not affect it.
 *
 * libuv changes the working directory before the user. A parent folder that is closed to that user therefore does no
 * harm, as long as the program gets {@link dataFolderArgument} and never the real path.
 */
export function startChild(program: string, args: readonly string[], options: ChildOptions): ChildProcess {
  const { runner, folder, stdio, detached } = options;
  return spawn(program, args, {
    cwd: folder,
    stdio,
    detached,
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC' },
    ...(runner.switchUser ? { uid: runner.uid, gid: runner.gid } : {}),
  });
}

/**
 * The `-D` argument for a PostgreSQL program that runs inside its data folder: a path that needs no access to its
 * parents.
 */
export function dataFolderArgument(folder: string): string {
  return existsSync('/proc/self/cwd') ? '/proc/self/cwd' : folder;
}
