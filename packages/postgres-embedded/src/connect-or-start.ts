import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { isCluster } from './cluster.ts';
import { EmbeddedStartFailed, codeOf } from './errors.ts';
import { PRESENCE_NAME, waitForPresenceLock } from './presence-lock.ts';
import { DATABASE, probe } from './probe.ts';
import { dropLock, mayBeRunning, readLock } from './lock-file.ts';
import { type LaunchedServer, type EmbeddedServer, launchServer } from './server.ts';
import { claimSocketFolder } from './socket-folder.ts';

/** Maximum wait for a server that is starting or recovering, in milliseconds. */
const BUSY_MS_MAX = 300_000;
/** Maximum wait in milliseconds for a server that holds the data folder and does not answer. */
const SILENT_MS_MAX = 30_000;
/** Maximum failed server starts in a row while nobody else holds the data folder. */
const FAILURES_MAX = 3;
const PAUSES_MS = [5, 5, 10, 20, 40, 80, 160, 250] as const;
/** Maximum pause between probes of a starting server, in milliseconds; such a probe costs next to nothing. */
const BUSY_PAUSE_MS_MAX = 40;

/**
 * Connects to the embedded server. Starts it when nothing listens, waits while it starts, recovers or stops, and
 * creates the database if missing. PostgreSQL's own lock decides between concurrent starters; the others find the
 * winner's server.
 *
 * @returns a connection that counts in every later decision to stop the server
 * @throws EmbeddedStartFailed when the server does not start, with the end of its log
 */
export async function connectOrStart(place: EmbeddedServer, log: (line: string) => void): Promise<Client> {
  const attempt: Attempt = { started: undefined, failures: 0, steps: 0, busySince: undefined, silentSince: undefined };
  for (;;) {
    const answer = await probe(place, PRESENCE_NAME);
    if (answer.kind === 'open' && (await passed(answer.client))) return answer.client;
    if (answer.kind === 'no-database' && (await createDatabase(place))) attempt.steps = 0;
    if (answer.kind === 'silent') await startUnlessRunning(place, attempt, log);
    else waitWhileBusy(place, attempt);
    const pauseMs = PAUSES_MS[Math.min(attempt.steps++, PAUSES_MS.length - 1)] ?? 250;
    await pause(answer.kind === 'silent' ? pauseMs : Math.min(pauseMs, BUSY_PAUSE_MS_MAX));
  }
}

/** The state of one attempt to connect, which may start the server several times. */
interface Attempt {
  /** The server that this process started last. */
  started: LaunchedServer | undefined;
  /** Failed server starts in a row. */
  failures: number;
  /** Pauses since the last progress. */
  steps: number;
  busySince: number | undefined;
  silentSince: number | undefined;
}

/** A server that answers, but takes no connections yet, is starting or recovering. */
function waitWhileBusy(place: EmbeddedServer, attempt: Attempt): void {
  const now = performance.now();
  attempt.silentSince = undefined;
  attempt.busySince ??= now;
  if (now - attempt.busySince <= BUSY_MS_MAX) return;
  throw new EmbeddedStartFailed(`PostgreSQL in ${place.cluster} has refused connections for ${BUSY_MS_MAX / 1000} s.`);
}

/** Starts the server, unless this process or another one is just doing so. */
async function startUnlessRunning(place: EmbeddedServer, attempt: Attempt, log: (line: string) => void): Promise<void> {
  const now = performance.now();
  attempt.silentSince ??= now;
  if (attempt.started?.ended() === false) return;
  if (!isCluster(place.cluster)) throw new EmbeddedStartFailed(`The data folder ${place.cluster} is gone.`);
  const lock = await readLock(place.cluster);
  if (lock === undefined) await countFailure(place, attempt);
  if (now - attempt.silentSince > SILENT_MS_MAX) throw await silentTooLong(place, attempt, lock?.pid);
  if (lock !== undefined && mayBeRunning(lock, place.cluster)) return;
  if (lock !== undefined) await dropLock(place.cluster, place.socket, lock);
  await claimSocketFolder(place.socket, place.runner);
  if (attempt.started === undefined) attempt.steps = 0;
  attempt.started = await launchServer(place);
  log(`starting PostgreSQL in ${place.cluster}`);
}

async function silentTooLong(
  { cluster }: EmbeddedServer,
  { started }: Attempt,
  lockPid: number | undefined,
): Promise<EmbeddedStartFailed> {
  const holder = lockPid === undefined ? '' : ` (postmaster.pid names process ${lockPid})`;
  const complaint = (await started?.complaint()) ?? 'it does not answer';
  return new EmbeddedStartFailed(`PostgreSQL does not come up in ${cluster}${holder}: ${complaint}`);
}

/** Counts the end of a server that this process started while nobody else holds the data folder. */
async function countFailure(place: EmbeddedServer, attempt: Attempt): Promise<void> {
  if (attempt.started === undefined) return;
  const complaint = await attempt.started.complaint();
  // The last processes of a killed server end with a delay, longer on a busy machine, so this failure does not count.
  if (!complaint.includes('pre-existing shared memory block')) attempt.failures += 1;
  if (attempt.failures >= FAILURES_MAX) {
    throw new EmbeddedStartFailed(`PostgreSQL ends at once in ${place.cluster}: ${complaint}`);
  }
}

async function passed(client: Client): Promise<boolean> {
  try {
    await waitForPresenceLock(client);
    return true;
  } catch {
    // A stopping server cut the connection: the caller waits for its end.
    await client.end().catch(() => undefined);
    return false;
  }
}

/** Creates the database. @returns false when the caller should try again */
async function createDatabase(place: EmbeddedServer): Promise<boolean> {
  const answer = await probe(place, PRESENCE_NAME, 'postgres');
  if (answer.kind !== 'open') return false;
  try {
    await answer.client.query(`create database ${DATABASE}`);
    return true;
  } catch (thrown) {
    // The database was created meanwhile (duplicate_database, or its unique index), or the template was in use, or the
    // server is stopping.
    if (['42P04', '23505', '55006', '57P01', undefined].includes(codeOf(thrown))) return false;
    throw thrown;
  } finally {
    await answer.client.end().catch(() => undefined);
  }
}
