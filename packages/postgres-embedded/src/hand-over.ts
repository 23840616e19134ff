import { lstatSync } from 'node:fs';
import { lchown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedUnavailable } from './errors.ts';
import { probe } from './probe.ts';
import { releasePresence } from './release.ts';
import { mayBeRunning, readLock } from './lock-file.ts';
import { PRESENCE_NAME } from './presence-lock.ts';
import type { Runner } from './runner.ts';
import type { EmbeddedServer } from './server.ts';
import { socketFolderOf } from './socket-folder.ts';
import { statsAt } from './folder-trust.ts';

/**
 * Changes the owner of a stopped cluster to the user who runs it. Needed after an older version ran the cluster as a
 * shared user, or after root restored a backup without owners. The folder itself changes last, so that an interrupted
 * change is repeated. Files of third users stay as they are: somebody may have planted a link to them.
 *
 * @throws EmbeddedUnavailable while a server runs on the cluster for another Pristan process; the message says what to
 * do
 */
export async function handOverCluster(
  place: Pick<EmbeddedServer, 'cluster' | 'postgres' | 'logFile'>,
  runner: Runner,
  log: (line: string) => void,
): Promise<void> {
  const formerUid = statsAt(place.cluster)?.uid;
  if (!runner.switchUser || formerUid === undefined || formerUid === runner.uid) return;
  if (!(await stopServer(place, { ...runner, uid: formerUid }, log))) {
    // Another process may have changed the cluster's owner and started it meanwhile.
    if (statsAt(place.cluster)?.uid === runner.uid) return;
    throw new EmbeddedUnavailable(
      `PostgreSQL runs in ${place.cluster} as uid ${formerUid}, for another Pristan process, and has to run as the user "${runner.name}" from now on: stop that process, then start this one again.`,
    );
  }
  log(`giving ${place.cluster} to the user ${runner.name}`);
  await give(place.cluster, formerUid, runner);
}

/** Stops a server that an earlier process left behind. @returns false when another process uses the server */
async function stopServer(
  { cluster, postgres, logFile }: Pick<EmbeddedServer, 'cluster' | 'postgres' | 'logFile'>,
  former: Runner,
  log: (line: string) => void,
): Promise<boolean> {
  const lock = await readLock(cluster);
  if (lock === undefined || !mayBeRunning(lock, cluster)) return true;
  const socket = await socketFolderOf(cluster, former);
  const place = { cluster, socket, runner: former, postgres, logFile };
  const answer = await probe(place, PRESENCE_NAME);
  if (answer.kind === 'open') await releasePresence(place, answer.client, log);
  const left = await readLock(cluster);
  return left === undefined || !mayBeRunning(left, cluster);
}

async function give(path: string, formerUid: number, runner: Runner): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await give(child, formerUid, runner);
    else if (lstatSync(child).uid === formerUid) await lchown(child, runner.uid, runner.gid);
  }
  if (lstatSync(path).uid === formerUid) await lchown(path, runner.uid, runner.gid);
}
