import type { AccountsChange } from '@pristan/rules';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from './audit.ts';
import { endPersonalTokens } from './personal-tokens.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact, expectRow } from '../transaction.ts';
import { checkedLine } from '../checked-text.ts';

type Of<Kind extends AccountsChange['kind']> = Extract<AccountsChange, { kind: Kind }>;

export const accountsHandlers: Handlers<AccountsChange['kind']> = {
  admins_notified: notifyAdmins,
  account_created: createAccount,
  account_renamed: renameAccount,
  member_added: addMember,
  member_changed: changeMember,
  invitation_sent: invite,
  invitation_revoked: async (tx, change) => closeInvitation(tx, change, { revoked_at: change.at }),
  invitation_accepted: acceptInvitation,
  person_joined: joinAsNewPerson,
};

async function notifyAdmins(tx: Tx, change: Of<'admins_notified'>): Promise<void> {
  const { accountId, noticeId, notice, besides, letters = [], at } = change;
  await tx
    .insertInto('notices')
    .values({
      id: noticeId,
      account_id: accountId,
      besides_user_id: besides ?? null,
      kind: notice.kind,
      facts: JSON.stringify(notice.facts),
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (letters.length === 0) return;
  const about = { kind: notice.kind, facts: JSON.stringify(notice.facts), created_at: at, due_at: at };
  await tx
    .insertInto('mails')
    .values(letters.map(({ mailId, recipient, language }) => ({ id: mailId, recipient, language, ...about })))
    .execute();
}

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
  if (role !== 'admin') await endPersonalTokens(tx, change, change);
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
  const { name } = await tx.selectFrom('users').select('name').where('id', '=', userId).executeTakeFirstOrThrow();
  await tx
    .insertInto('notices')
    .values({
      id: uuidv7(),
      account_id: accountId,
      kind: 'member_joined',
      facts: JSON.stringify({ person: name }),
      created_at: at,
    })
    .execute();
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
  const losesAdmin =
    from.role === 'admin' && from.state === 'active' && !(to.role === 'admin' && to.state === 'active');
  await tx
    .updateTable('memberships')
    .set({ role: to.role, state: to.state })
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute();
  if (to.state === 'deactivated') {
    // Grants in the deactivated member's own name end for good: reactivating the member is not a new consent.
    await tx
      .updateTable('grants')
      .set({ revoked_at: change.at, revoked_by: change.actor.userId ?? null })
      .where('account_id', '=', accountId)
      .where('user_id', '=', userId)
      .where('full_access', '=', false)
      .where('revoked_at', 'is', null)
      .execute();
  }
  await recordAudit(tx, { ...change, facts: { userId, from, to } });
  // The former admin's personal access tokens end for good, since somebody may have a copy: becoming an admin again
  // restores none.
  if (losesAdmin) await endPersonalTokens(tx, change, change);
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
  if (change.byLink !== true) {
    await tx
      .insertInto('mails')
      .values({
        id: change.mailId,
        recipient: email,
        kind: 'invitation',
        language: change.language,
        facts: JSON.stringify({ accountId, invitationId, name }),
        sealed_secret: change.sealedToken,
        created_at: at,
        due_at: at,
      })
      .execute();
  }
  const invited = await tx.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
  if (invited !== undefined) {
    const noticed = {
      user_id: invited.id,
      kind: 'invited',
      facts: JSON.stringify({ accountId, invitationId }),
      created_at: at,
    };
    await tx
      .insertInto('notices')
      .values({ id: uuidv7(), ...noticed })
      .execute();
  }
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
