import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { isCluster } from './cluster.ts';
import { EmbeddedStartFailed, codeOf } from './errors.ts';
import { PRESENCE_NAME, passGate } from './gate.ts';
import { DATABASE, knock } from './knock.ts';
import { dropLock, mayHold, readLock } from './lock-file.ts';
import { type Launched, type Place, launch } from './server.ts';
import { claimSocketFolder } from './socket-folder.ts';

/** A server that says it is starting or recovering is given this long. */
const BUSY_MS_MAX = 300_000;
/** A folder that is held by something that does not answer is given this long. */
const SILENT_MS_MAX = 30_000;
/** This many starts may fail in a row with nobody else holding the folder. */
const FAILURES_MAX = 3;
const PAUSES_MS = [5, 5, 10, 20, 40, 80, 160, 250] as const;
/** Asking costs a server that starts next to nothing. */
const BUSY_PAUSE_MS_MAX = 40;

/**
 * Connects to the server; starts it when nobody answers, waits while it starts, recovers or stops, and creates the
 * database when it is missing. PostgreSQL's own lock decides which of several starters wins; the others find the
 * winner. Returns a connection that has passed the gate.
 *
 * @throws EmbeddedStartFailed when it does not come up, with the end of its log
 */
export async function reach(place: Place, log: (line: string) => void): Promise<Client> {
  let started: Launched | undefined;
  let failures = 0;
  let steps = 0;
  let busySince: number | undefined;
  let silentSince: number | undefined;

  for (;;) {
    const answer = await knock(place, PRESENCE_NAME);
    if (answer.kind === 'open') {
      if (await passed(answer.client)) return answer.client;
    } else if (answer.kind === 'no-database') {
      if (await createDatabase(place)) steps = 0;
    }

    const now = performance.now();
    if (answer.kind === 'silent') {
      silentSince ??= now;
      if (started === undefined || started.ended()) {
        if (!isCluster(place.cluster)) throw new EmbeddedStartFailed(`The data folder ${place.cluster} is gone.`);
        const lock = await readLock(place.cluster);
        if (started !== undefined && lock === undefined) {
          const complaint = await started.complaint();
          // Of a killed server the last processes go when they notice, which a busy machine delays.
          if (!complaint.includes('pre-existing shared memory block')) failures += 1;
          if (failures >= FAILURES_MAX) {
            throw new EmbeddedStartFailed(`PostgreSQL ends at once in ${place.cluster}: ${complaint}`);
          }
        }
        if (now - silentSince > SILENT_MS_MAX) {
          const holder = lock === undefined ? '' : ` (postmaster.pid names process ${lock.pid})`;
          throw new EmbeddedStartFailed(
            `PostgreSQL does not come up in ${place.cluster}${holder}: ${(await started?.complaint()) ?? 'it does not answer'}`,
          );
        }
        if (lock === undefined || !mayHold(lock, place.cluster)) {
          if (lock !== undefined) await dropLock(place.cluster, place.socket, lock);
          await claimSocketFolder(place.socket, place.runner);
          if (started === undefined) steps = 0;
          started = await launch(place);
          log(`starting PostgreSQL in ${place.cluster}`);
        }
      }
    } else {
      silentSince = undefined;
      busySince ??= now;
      if (now - busySince > BUSY_MS_MAX) {
        throw new EmbeddedStartFailed(
          `PostgreSQL in ${place.cluster} has refused connections for ${BUSY_MS_MAX / 1000} s.`,
        );
      }
    }
    const pauseMs = PAUSES_MS[Math.min(steps++, PAUSES_MS.length - 1)] ?? 250;
    await pause(answer.kind === 'silent' ? pauseMs : Math.min(pauseMs, BUSY_PAUSE_MS_MAX));
  }
}

async function passed(client: Client): Promise<boolean> {
  try {
    await passGate(client);
    return true;
  } catch {
    // Cut off by a server that stops: to be waited out.
    await client.end().catch(() => undefined);
    return false;
  }
}

/** False when it could not be done right now and should be tried again. */
async function createDatabase(place: Place): Promise<boolean> {
  const answer = await knock(place, PRESENCE_NAME, 'postgres');
  if (answer.kind !== 'open') return false;
  try {
    await answer.client.query(`create database ${DATABASE}`);
    return true;
  } catch (thrown) {
    // It was created meanwhile (duplicate_database, or its unique index), or its template was in use, or the server stops.
    if (['42P04', '23505', '55006', '57P01', undefined].includes(codeOf(thrown))) return false;
    throw thrown;
  } finally {
    await answer.client.end().catch(() => undefined);
  }
}
