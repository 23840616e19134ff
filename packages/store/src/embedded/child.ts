import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Runner } from './runner.ts';

/** How to start one of PostgreSQL's programs. */
export interface ChildOptions {
  readonly runner: Runner;
  /** Absolute path of the data folder; the program starts inside it. */
  readonly folder: string;
  readonly stdio: StdioOptions;
  /** Its own session: it outlives this process and does not get its terminal's signals. */
  readonly detached: boolean;
}

/**
 * Starts a PostgreSQL program in its data folder, as the runner, with an environment of its own (a PGDATA, PGOPTIONS
 * or LD_LIBRARY_PATH around us must not reach it).
 *
 * The working directory is entered before the user changes (libuv's order), so a parent folder that is closed to the
 * runner does no harm as long as the program is told {@link dataFolderArgument} and never the real path.
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

/** What to pass as `-D` to a program that runs inside the data folder: a path that needs no right on its parents. */
export function dataFolderArgument(folder: string): string {
  return existsSync('/proc/self/cwd') ? '/proc/self/cwd' : folder;
}
