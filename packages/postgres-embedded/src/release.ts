import { rmdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { codeOf } from './errors.ts';
import { APPLICATION_NAME_PREFIX, RELEASING_NAME, PRESENCE_NAME, holdPresenceLock } from './presence-lock.ts';
import { mayBeRunning, readLock } from './lock-file.ts';
import type { EmbeddedServer } from './server.ts';

/**
 * Pauses between counts of connections, in milliseconds; those closed just before may still be listed for this long.
 */
const RECOUNT_MS = [10, 20, 40, 80, 160, 320, 640] as const;
const STOP_MS_MAX = 30_000;

/**
 * Gives up a presence connection, and stops the server when no other Pristan connection remains. The stop is a fast
 * shutdown: running transactions roll back, committed data is flushed. Of several processes that leave at once, one
 * stops the server.
 *
 * Resolves when the server has stopped, or will keep running. A server that is already gone is no error.
 */
export async function releasePresence(
  place: EmbeddedServer,
  presence: Client,
  log: (line: string) => void,
): Promise<void> {
  try {
    await presence.query(`set application_name = '${RELEASING_NAME}'`);
    await holdPresenceLock(presence);
    if (await othersRemain(presence)) return;
    const pid = await postmasterOf(presence);
    if (pid === undefined || !mayBeRunning({ pid }, place.cluster)) return;
    log(`stopping PostgreSQL in ${place.cluster}`);
    process.kill(pid, 'SIGINT');
    await untilGone(place, pid, log);
    await removeSocketFolder(place);
  } catch (thrown) {
    // Another process was faster, or the server died: there is nothing left to stop.
    if (!['57P01', '57P02', 'ECONNRESET', 'EPIPE', 'ESRCH', undefined].includes(codeOf(thrown))) throw thrown;
  } finally {
    await presence.end().catch(() => undefined);
  }
}

async function othersRemain(client: Client): Promise<boolean> {
  for (const waitMs of [...RECOUNT_MS, 0]) {
    const { rows } = await client.query<{ application_name: string }>(
      'select application_name from pg_stat_activity where pid <> pg_backend_pid() and starts_with(application_name, $1)',
      [APPLICATION_NAME_PREFIX],
    );
    if (rows.length === 0) return false;
    // A presence connection means an open handle; other connections may belong to a pool that is closing.
    if (rows.some((row) => row.application_name === PRESENCE_NAME)) return true;
    await pause(waitMs);
  }
  return true;
}

/** The server's pid as the server reports it: correct even if the folder was replaced meanwhile. */
async function postmasterOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  const pid = Number(rows[0]?.pid);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

async function untilGone(place: EmbeddedServer, pid: number, log: (line: string) => void): Promise<void> {
  const start = performance.now();
  while ((await readLock(place.cluster))?.pid === pid && mayBeRunning({ pid }, place.cluster)) {
    if (performance.now() - start > STOP_MS_MAX) {
      log(`PostgreSQL in ${place.cluster} is still stopping`);
      return;
    }
    await pause(5);
  }
}

/** Removes the socket folder if it is empty; the next start creates it again. */
async function removeSocketFolder({ socket }: EmbeddedServer): Promise<void> {
  if (socket.serverArgument === socket.path) await rmdir(socket.path).catch(() => undefined);
}
