import type { Store } from '@pristan/flows';
import { invalidInvitation, invitationEndReason } from '@pristan/rules';
import { migrate, openPool, openStore } from '@pristan/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareDatabase } from '../../harness/database.ts';

const id = (last: number) => `00000000-0000-4000-8000-00000000000${last}`;
const program = id(1);
const silent = id(2);

let db: ReturnType<typeof openStore>['db'];
let store: Store;

/**
 * An earlier version's store with three open invitations: of a person, of a program whose grant is known, of a program
 * whose grant is not.
 */
beforeAll(async () => {
  const pool = openPool(await bareDatabase(), 2, () => undefined);
  ({ db, store } = openStore(pool));
  await migrate(db, '0018-logos');
  const invitation = (last: number, email: string, role: string, by: number | null) =>
    `(7, '${id(last)}', '${email}', '', '${role}', '\\\\x0${last}', ${by ?? 'null'}, ${last}, 9000000000000)`;
  const sent = (at: number, email: string, integration: string) =>
    `(7, ${at}, 'invitation_sent', 8, ${integration}, '{"email": "${email}"}')`;
  await pool.query(`
    insert into accounts (id, name, created_at, updated_at) overriding system value values (7, 'Acme', 1, 1);
    insert into subdomains values ('acme', 7, true);
    insert into users (id, email, name, language, password_hash, created_at) overriding system value
      values (8, 'admin@acme.test', 'A', 'en', 'x', 1);
    insert into memberships values (7, 8, 'admin', 'active', 1);
    insert into integrations (id, account_id, kind, state, version, key_epoch, name, language, summary, description_html,
      redirect_uri, button_origins, scopes, created_at, updated_at)
    values ('${program}', 7, 'private', 'active', 1, 3, 'P', 'en', '', '', 'https://p.test/', '{}', '{crm}', 1, 1),
      ('${silent}', 7, 'private', 'active', 1, 1, 'S', 'en', '', '', 'https://s.test/', '{}', '{crm}', 1, 1);
    insert into installations (account_id, integration_id, state, epoch, created_at, enabled_at)
      values (7, '${program}', 'enabled', 2, 1, 1), (7, '${silent}', 'enabled', 1, 1, 1);
    insert into grants (account_id, id, integration_id, user_id, full_access, scopes, epoch, created_at, updated_at)
      values (7, '${id(9)}', '${program}', 8, true, '{crm}', 2, 1, 1);
    insert into invitations values ${[
      invitation(3, 'person@x.test', 'admin', 8),
      invitation(4, 'program@x.test', 'admin', null),
      invitation(5, 'lost@x.test', 'member', null),
    ].join(', ')};
    insert into audit (account_id, at, kind, user_id, integration_id, facts) values ${[
      sent(3, 'person@x.test', 'null'),
      sent(4, 'program@x.test', `'${program}'`),
      sent(5, 'lost@x.test', `'${silent}'`),
    ].join(', ')};
  `);
  expect(await migrate(db)).toContain('0021-makers');
});
afterAll(async () => db.destroy());

const cardOf = async (last: number) => {
  const card = await store.invitations.byId(7, id(last));
  if (card === undefined) throw new Error('there is no such invitation');
  return card;
};

test('after the migration a person’s open invitation stays valid with its role', async () => {
  const card = await cardOf(3);
  expect(card).toMatchObject({ role: 'admin', maker: { by: 'person', userId: 8 } });
  expect(invalidInvitation(card, 10)).toBeUndefined();
});

test('after the migration a program’s invitation stays valid as a member’s, with the grant found by the log', async () => {
  const card = await cardOf(4);
  expect(card).toMatchObject({
    role: 'member',
    maker: { by: 'grant', grantId: id(9), integrationId: program, keyEpoch: 3, userId: 8 },
  });
  expect(invalidInvitation(card, 10)).toBeUndefined();
});

test('after the migration a program’s invitation with an unknown grant is invalid, and the admins see why', async () => {
  const card = await cardOf(5);
  expect(invalidInvitation(card, 10)).toBe('holds_no_longer');
  expect(invitationEndReason(card)).toBe('inviter_unknown');
});
