import type { AccountsChange } from '@pristan/rules';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact, expectRow, expectSame } from '../transaction.ts';
import { checkedLine } from '../checked-text.ts';

type Of<Kind extends AccountsChange['kind']> = Extract<AccountsChange, { kind: Kind }>;

export const accountsHandlers: Handlers<AccountsChange['kind']> = {
  account_created: createAccount,
  account_renamed: renameAccount,
  member_added: addMember,
  member_changed: changeMember,
  grants_ended: endGrants,
  password_chosen: choosePassword,
  sessions_ended: endSessions,
  invitation_sent: invite,
  invitation_revoked: async (tx, change) => closeInvitation(tx, change, { revoked_at: change.at }),
  invitation_accepted: acceptInvitation,
  person_joined: joinAsNewPerson,
};

async function createAccount(tx: Tx, change: Of<'account_created'>): Promise<void> {
  const taken = await tx
    .selectFrom('subdomains')
    .select('subdomain')
    .where('subdomain', '=', change.subdomain)
    .executeTakeFirst();
  if (taken !== undefined) return expectRow(0);
  const by = change.actor.userId ?? null;
  const { id } = await tx
    .insertInto('accounts')
    .values({
      name: checkedLine(change.name),
      created_at: change.at,
      updated_at: change.at,
      created_by: by,
      updated_by: by,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const named = await tx
    .insertInto('subdomains')
    .values({ subdomain: change.subdomain, account_id: id, current: true })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(named.numInsertedOrUpdatedRows);
  await recordAudit(tx, { ...change, accountId: id, facts: { subdomain: change.subdomain } });
}

async function renameAccount(tx: Tx, change: Of<'account_renamed'>): Promise<void> {
  const { accountId, subdomain, at } = change;
  // The account is locked: of two concurrent renames, the second sees the name set by the first.
  await tx.updateTable('accounts').set({ updated_at: at }).where('id', '=', accountId).execute();
  const before = await tx
    .updateTable('subdomains')
    .set({ current: false })
    .where('account_id', '=', accountId)
    .where('current', '=', true)
    .returning('subdomain')
    .executeTakeFirst();
  const named = await tx
    .insertInto('subdomains')
    .values({ subdomain, account_id: accountId, current: true })
    .onConflict((conflict) =>
      conflict.column('subdomain').doUpdateSet({ current: true }).where('subdomains.account_id', '=', accountId),
    )
    .executeTakeFirst();
  expectRow(named.numInsertedOrUpdatedRows);
  await recordAudit(tx, { ...change, facts: { from: before?.subdomain ?? null, to: subdomain } });
}

async function addMember(tx: Tx, change: Of<'member_added'>): Promise<void> {
  const { accountId, userId, role, at } = change;
  await tx
    .insertInto('memberships')
    .values({ account_id: accountId, user_id: userId, role, state: 'active', created_at: at })
    .onConflict((conflict) => conflict.columns(['account_id', 'user_id']).doUpdateSet({ role, state: 'active' }))
    .execute();
  await recordAudit(tx, { ...change, facts: { userId, role } });
}

async function acceptInvitation(tx: Tx, change: Of<'invitation_accepted'>): Promise<void> {
  await closeInvitation(tx, change, { accepted_at: change.at });
  return joinAccount(tx, change);
}

/**
 * Adds the membership that an accepted invitation gives. Unlike the operator's command, it never changes an existing
 * membership.
 */
async function joinAccount(tx: Tx, change: Of<'invitation_accepted'>): Promise<void> {
  const { accountId, userId, role, at } = change;
  const added = await tx
    .insertInto('memberships')
    .values({ account_id: accountId, user_id: userId, role, state: 'active', created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(added.numInsertedOrUpdatedRows);
}

async function joinAsNewPerson(tx: Tx, change: Of<'person_joined'>): Promise<void> {
  const { email, name, language, passwordHash, at, actor } = change;
  const user = await tx
    .insertInto('users')
    .values({ email, name: checkedLine(name), language, password_hash: passwordHash, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (user === undefined) return expectRow(0);
  const joined = { ...change, userId: user.id, actor: { ...actor, userId: user.id } };
  await closeInvitation(tx, joined, { accepted_at: at });
  return joinAccount(tx, { ...joined, kind: 'invitation_accepted' });
}

async function changeMember(tx: Tx, change: Of<'member_changed'>): Promise<void> {
  const { accountId, userId, from, to } = change;
  await tx
    .updateTable('memberships')
    .set({ role: to.role, state: to.state })
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute();
  await recordAudit(tx, { ...change, facts: { userId, from, to } });
}

/** Compares under the lock of the membership: a grant that was given or revoked meanwhile makes the commit stale. */
async function endGrants(tx: Tx, { accountId, userId, grantIds, at, by }: Of<'grants_ended'>): Promise<void> {
  const ended = await tx
    .updateTable('grants')
    .set({ revoked_at: at, revoked_by: by.userId ?? null })
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('full_access', '=', false)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  expectSame(
    ended.map(({ id }) => id),
    grantIds,
  );
}

async function choosePassword(tx: Tx, change: Of<'password_chosen'>): Promise<void> {
  const { tokenHash, userId, passwordHash, at } = change;
  // Updates the user first: when two of their links are used at once, one waits here without holding another lock.
  await tx.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).execute();
  const used = await tx
    .updateTable('password_resets')
    .set({ used_at: at })
    .where('token_hash', '=', tokenHash)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  expectRow(used.numUpdatedRows);
  await tx
    .updateTable('password_resets')
    .set({ used_at: at })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute();
}

async function endSessions(tx: Tx, { userId }: Of<'sessions_ended'>): Promise<void> {
  await tx.deleteFrom('sessions').where('user_id', '=', userId).execute();
}

async function invite(tx: Tx, change: Of<'invitation_sent'>): Promise<void> {
  const { accountId, invitationId, email, name, role, maker, replaces, asksAdmin, at } = change;
  // The account is locked. An invitation for this address that was sent meanwhile must not be replaced unseen.
  const open = await tx
    .updateTable('invitations')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (open?.id !== replaces) throw new StaleFact();
  await tx
    .insertInto('invitations')
    .values({
      account_id: accountId,
      id: invitationId,
      email,
      name: checkedLine(name),
      role,
      token_hash: change.tokenHash,
      // The mail and the invitation page name the inviter only if a user invited; the activity log also names an API
      // client.
      created_by: maker.by === 'person' ? maker.userId : null,
      ...(maker.by === 'person'
        ? {}
        : {
            made_by_grant: maker.grantId,
            made_by_integration: maker.integrationId,
            made_key_epoch: maker.keyEpoch,
          }),
      asks_admin: asksAdmin,
      created_at: at,
      expires_at: change.expiresAt,
    })
    .execute();
  await recordAudit(tx, {
    ...change,
    ...(maker.by === 'grant' ? { integrationId: maker.integrationId } : {}),
    facts: { email, role },
  });
}

async function closeInvitation(
  tx: Tx,
  change: Of<'invitation_revoked' | 'invitation_accepted' | 'person_joined'>,
  set: { revoked_at: number } | { accepted_at: number },
): Promise<void> {
  const updated = await tx
    .updateTable('invitations')
    .set(set)
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.invitationId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  await recordAudit(tx, { ...change, facts: { invitationId: change.invitationId } });
}
