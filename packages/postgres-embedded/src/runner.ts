import { userInfo } from 'node:os';
import { EmbeddedUnavailable } from './errors.ts';
import { postgresUser } from './postgres-user.ts';
import { readUsers } from './users.ts';

/** The user that initdb and postgres run as. */
export interface Runner {
  readonly uid: number;
  readonly gid: number;
  /** Name of the user in the system's user database. */
  readonly name: string;
  /** Whether this process is root and starts PostgreSQL as this user. */
  readonly switchUser: boolean;
}

/** Uids that own the folders; `undefined` for a missing folder. */
export interface Owners {
  readonly dataDir: number | undefined;
  readonly cluster: number | undefined;
}

/** System users shared by several programs: each of these programs can read what the user owns. */
const SHARED_USERS: ReadonlySet<string> = new Set(['postgres', 'nobody']);

/**
 * Chooses the user to run PostgreSQL as; PostgreSQL refuses to run as root.
 *
 * An ordinary user runs it as themselves. Root runs a cluster in an ordinary user's data folder as that user, so that
 * `sudo pristan` works with a server that the user started. Otherwise root uses a dedicated system user, created if
 * missing. A cluster owned by another user must change owner before it starts.
 *
 * @throws EmbeddedUnavailable when the user is missing in the user database (initdb needs it), when the dedicated user
 * can't be created (with the command to run), or when the cluster belongs to another user
 */
export async function chooseRunner(owners: Owners): Promise<Runner> {
  const uid = process.getuid?.();
  if (uid === undefined) throw new EmbeddedUnavailable('The embedded PostgreSQL needs a POSIX system.');
  if (uid !== 0) return ordinaryRunner(uid, owners.cluster);
  return ordinaryOwner(owners) ?? { ...(await postgresUser()), switchUser: true };
}

/** The ordinary user who owns both the data folder and the cluster. */
function ordinaryOwner({ dataDir, cluster }: Owners): Runner | undefined {
  if (cluster === undefined || cluster === 0 || cluster !== dataDir) return undefined;
  const owner = readUsers().find((user) => user.uid === cluster);
  if (owner === undefined) {
    throw new EmbeddedUnavailable(
      `PostgreSQL refuses to run as root, and the owner of the data folder, uid ${cluster}, is not in /etc/passwd.`,
    );
  }
  return SHARED_USERS.has(owner.name) ? undefined : { ...owner, switchUser: true };
}

function ordinaryRunner(uid: number, clusterOwnerUid: number | undefined): Runner {
  if (clusterOwnerUid !== undefined && clusterOwnerUid !== uid) {
    throw new EmbeddedUnavailable(
      `The embedded PostgreSQL's data folder belongs to uid ${clusterOwnerUid}, and this is uid ${uid}: run as that user or as root.`,
    );
  }
  try {
    const { gid, username } = userInfo();
    return { uid, gid, name: username, switchUser: false };
  } catch (cause) {
    throw new EmbeddedUnavailable(
      `PostgreSQL's initdb needs a named user, and uid ${uid} has no line in /etc/passwd.`,
      cause,
    );
  }
}
