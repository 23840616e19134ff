import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { writeAccessFiles } from './access-files.ts';
import { dataFolderArgument, startChild } from './child.ts';
import { EmbeddedUnavailable } from './errors.ts';
import type { Runner } from './runner.ts';
import { serverSettings } from './settings.ts';
import type { SocketFolder } from './socket-folder.ts';

/** The facts about an embedded server that stay the same while this process runs. */
export interface EmbeddedServer {
  /** Absolute path of the cluster folder. */
  readonly cluster: string;
  readonly socket: SocketFolder;
  readonly runner: Runner;
  /** Absolute path of the `postgres` program. */
  readonly postgres: string;
  /** Absolute path of the server's log. */
  readonly logFile: string;
}

/** A server that this process started. */
export interface LaunchedServer {
  /** Whether the server process has ended. */
  ended(): boolean;
  /** Log output of the server since its start, the last 2,000 characters. */
  complaint(): Promise<string>;
}

const LOG_BYTES_MAX = 1024 * 1024;

/**
 * Starts the embedded server, detached from this process, without waiting for it.
 *
 * @throws EmbeddedUnavailable when the program cannot be executed
 */
export async function launchServer(place: EmbeddedServer): Promise<LaunchedServer> {
  await writeAccessFiles(place.cluster, place.runner);
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;
  const log = await open(place.logFile, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    if ((await log.stat()).size > LOG_BYTES_MAX) await log.truncate(0);
    const { size: logStart } = await log.stat();
    const child = startChild(
      place.postgres,
      ['-D', dataFolderArgument(place.cluster), ...serverSettings(place.socket.serverArgument)],
      { runner: place.runner, folder: place.cluster, stdio: ['ignore', log.fd, log.fd], detached: true },
    );
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    child.unref();
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => {
        reject(new EmbeddedUnavailable(`PostgreSQL cannot be started in ${place.cluster} (${cause.message}).`, cause));
      });
    });
    return { ended: () => ended, complaint: () => readTail(place.logFile, logStart) };
  } finally {
    await log.close();
  }
}

async function readTail(path: string, start: number): Promise<string> {
  let log: FileHandle | undefined;
  try {
    log = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { size } = await log.stat();
    const from = Math.max(start, size - 2000);
    const { buffer, bytesRead } = await log.read(
      Buffer.alloc(Math.max(0, size - from)),
      0,
      Math.max(0, size - from),
      from,
    );
    return buffer.toString('utf8', 0, bytesRead).trim();
  } catch {
    return '';
  } finally {
    await log?.close();
  }
}
