import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EmbeddedUnavailable } from './errors.ts';
import type { SystemUser } from './users.ts';
import { readUsers } from './users.ts';

const NAME = 'pristan';
const PROGRAM = 'useradd';
const WORDS = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME] as const;
/** Time limit for `useradd` in milliseconds; it may wait for another program's lock on the user database. */
const MADE_MS_MAX = 30_000;

/** Lookup and creation of the user that runs PostgreSQL; by default on this machine. */
export interface UserCreation {
  readonly users: () => readonly SystemUser[];
  readonly make: () => Promise<unknown>;
}

const onThisMachine: UserCreation = {
  users: readUsers,
  make: () =>
    promisify(execFile)(PROGRAM, [...WORDS], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      timeout: MADE_MS_MAX,
    }),
};

/**
 * The system user that root runs PostgreSQL as. Nothing else runs as this user, so nobody else can enter its folders.
 * Created if missing; concurrent processes share the one that was created.
 *
 * @throws EmbeddedUnavailable when the user can't be created (with the command to run), or shares its uid with another
 * user
 */
export async function postgresUser({ users, make }: UserCreation = onThisMachine): Promise<SystemUser> {
  const found = (): SystemUser | undefined => users().find(({ name }) => name === NAME);
  let reason: unknown;
  if (found() === undefined) {
    await make().catch((thrown: unknown) => {
      reason = thrown;
    });
  }
  const user = found();
  if (user === undefined) {
    throw new EmbeddedUnavailable(
      `As root the embedded PostgreSQL runs as a system user of its own, "${NAME}", which could not be made (${whyNot(reason)}). Make it with: ${[PROGRAM, ...WORDS].join(' ')} – or run Pristan as an ordinary user.`,
      reason,
    );
  }
  const other = users().find(({ name, uid }) => uid === user.uid && name !== NAME);
  if (user.uid === 0 || other !== undefined) {
    throw new EmbeddedUnavailable(
      `The user "${NAME}" has the number ${user.uid}, which is also the user ${other?.name ?? 'root'}'s: whoever runs as that one could open the database. Give "${NAME}" a number of its own.`,
    );
  }
  return user;
}

function whyNot(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return 'it is still missing';
  if ('code' in thrown && thrown.code === 'ENOENT') return `there is no ${PROGRAM} on this machine`;
  const said = 'stderr' in thrown && typeof thrown.stderr === 'string' ? thrown.stderr.trim() : '';
  if (said !== '') return said;
  return thrown instanceof Error ? thrown.message : 'it is still missing';
}
