import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { EmbeddedUnavailable } from './errors.ts';

/** The user that initdb and postgres run as. */
export interface Runner {
  readonly uid: number;
  readonly gid: number;
  /** True when this process is root and has to become that user for the child. */
  readonly switchUser: boolean;
}

/**
 * Chooses the user to run PostgreSQL as; PostgreSQL itself refuses root.
 *
 * An ordinary user runs it as themselves. Root runs an existing cluster as its owner, so that `sudo pristan` works
 * beside a server that somebody else started, and a new one as `postgres`, else `nobody`.
 *
 * @param clusterOwnerUid owner of the cluster folder; undefined when there is none yet
 * @throws EmbeddedUnavailable when the user has no line in the user database (initdb insists on one), or when the
 *   cluster belongs to another user
 */
export function chooseRunner(clusterOwnerUid: number | undefined): Runner {
  const uid = process.getuid?.();
  if (uid === undefined) throw new EmbeddedUnavailable('The embedded PostgreSQL needs a POSIX system.');
  if (uid !== 0) return ordinaryRunner(uid, clusterOwnerUid);

  const users = readUsers();
  const wanted =
    clusterOwnerUid === undefined || clusterOwnerUid === 0
      ? (users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody'))
      : users.find((user) => user.uid === clusterOwnerUid);
  if (wanted === undefined || wanted.uid === 0) {
    const whom = clusterOwnerUid
      ? `the owner of the data folder, uid ${clusterOwnerUid},`
      : 'neither "postgres" nor "nobody"';
    throw new EmbeddedUnavailable(`PostgreSQL refuses to run as root, and ${whom} is not in /etc/passwd.`);
  }
  return { uid: wanted.uid, gid: wanted.gid, switchUser: true };
}

function ordinaryRunner(uid: number, clusterOwnerUid: number | undefined): Runner {
  if (clusterOwnerUid !== undefined && clusterOwnerUid !== uid) {
    throw new EmbeddedUnavailable(
      `The embedded PostgreSQL's data folder belongs to uid ${clusterOwnerUid}, and this is uid ${uid}: run as that user or as root.`,
    );
  }
  try {
    return { uid, gid: userInfo().gid, switchUser: false };
  } catch (cause) {
    throw new EmbeddedUnavailable(
      `PostgreSQL's initdb needs a named user, and uid ${uid} has no line in /etc/passwd.`,
      cause,
    );
  }
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function readUsers(): readonly User[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && fields[2] !== '' && fields[3] !== '')
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => Number.isInteger(user.uid) && Number.isInteger(user.gid));
}
