import { describe, expect, test } from 'vitest';
import { EmbeddedUnavailable } from './errors.ts';
import { postgresUser } from './postgres-user.ts';
import type { SystemUser } from './users.ts';

const root = { name: 'root', uid: 0, gid: 0 };
const postgres = { name: 'postgres', uid: 101, gid: 104 };
const nobody = { name: 'nobody', uid: 65534, gid: 65534 };
const own = { name: 'pristan', uid: 998, gid: 998 };

/** A fake machine with these users, where creating a user runs `make`. */
function machine(users: SystemUser[], make: (users: SystemUser[]) => void) {
  let made = 0;
  return {
    made: () => made,
    users: () => users,
    make: async () => {
      made += 1;
      make(users);
    },
  };
}

const never = () => {
  throw new Error('nobody was to be made');
};

describe('the user that root runs PostgreSQL as', () => {
  test('root runs PostgreSQL as a dedicated user, even if the machine has the users postgres and nobody', async () => {
    const bare = machine([root, postgres, nobody], (users) => users.push(own));
    expect(await postgresUser(bare)).toEqual(own);
    expect(await postgresUser(bare)).toEqual(own);
    expect(bare.made()).toBe(1);
  });

  test('root runs PostgreSQL as the user that another process created at the same moment', async () => {
    const late = machine([root], (users) => {
      users.push(own);
      throw new Error("useradd: user 'pristan' already exists");
    });
    expect(await postgresUser(late)).toEqual(own);
  });

  test.each([
    [Object.assign(new Error('spawn useradd ENOENT'), { code: 'ENOENT' }), 'there is no useradd on this machine'],
    [
      Object.assign(new Error('Command failed'), { code: 1, stderr: 'useradd: cannot lock /etc/passwd; try again.\n' }),
      'useradd: cannot lock /etc/passwd',
    ],
  ])(
    'a dedicated user that cannot be created is not replaced by another: the error has the reason and the useradd command',
    async (thrown, why) => {
      const closed = machine([root, postgres, nobody], () => {
        throw thrown;
      });
      await expect(postgresUser(closed)).rejects.toThrow(EmbeddedUnavailable);
      await expect(postgresUser(closed)).rejects.toThrow(why);
      await expect(postgresUser(closed)).rejects.toThrow(
        'useradd --system --no-create-home --shell /usr/sbin/nologin pristan',
      );
    },
  );

  test.each([
    ['nobody', [root, nobody, { ...own, uid: nobody.uid }]],
    ['postgres', [root, { ...own, uid: postgres.uid }, postgres]],
    ['root', [{ ...own, uid: 0 }]],
  ])('a dedicated user is refused when its uid is also that of the user %s', async (other, users) => {
    await expect(postgresUser(machine(users, never))).rejects.toThrow(`which is also the user ${other}'s`);
  });
});
