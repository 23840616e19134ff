import type { Decided, InvitationStatement, Invite, Role } from '@pristan/rules';
import {
  decideAccept,
  decideDecline,
  decideInvite,
  decideJoin,
  decideUnchanged,
  decideWithdraw,
  invitationBuckets,
  invitationStatement,
} from '@pristan/rules';
import type { Language } from '@pristan/wire';
import { normalizeEmail } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { SubmittedConfirmation } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { InvitationCard } from '../ports/account-rows.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, PasswordHasher, Random, SecretHasher, Vault } from '../ports/environment.ts';
import { countAttempt } from '../limits.ts';
import type { Requester } from '../requester.ts';
import { requesterMembership } from '../requester.ts';
import { mailLinkAssociatedData } from '../sealed.ts';

export interface InvitationEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretHasher;
  readonly vault: Vault;
  readonly passwords: PasswordHasher;
  readonly store: Pick<Store, 'accounts' | 'installs' | 'invitations' | 'throttles' | 'commit'>;
}

const TOKEN_BYTES = 32;

/**
 * Creates the token of an invitation link: hashed for the table that looks it up, sealed for the mail that carries it.
 */
export function newInvitationLink(env: Pick<InvitationEnvironment, 'random' | 'secrets' | 'vault'>, mailId: string) {
  const token = env.random.text(TOKEN_BYTES);
  return { tokenHash: env.secrets.hash(token), sealedToken: env.vault.seal(mailLinkAssociatedData(mailId), token) };
}

export interface InviteQuestion {
  readonly accountId: number;
  readonly email: string;
  /** The name by which the inviter knows the invited person; may be empty. */
  readonly name: string;
  readonly role: Role;
  /** Language of the invitation mail. A registered user gets mail in their own language. */
  readonly language: Language;
  readonly by: Exclude<Requester, 'operator'>;
  /** Sends no mail; the answer contains the token of the invitation link instead. */
  readonly byLink?: true;
}

export type InviteAnswer =
  | (Invite & { readonly invitationId?: string; readonly token?: string })
  | { readonly kind: 'throttled'; readonly until: number };

/**
 * Invites a person into an account, by mail or by a link that is shown once. The answer does not reveal whether the
 * address is registered.
 */
export async function createInvitation(env: InvitationEnvironment, question: InviteQuestion): Promise<InviteAnswer> {
  const { accountId, by, language, ...asked } = question;
  const attempt = await countAttempt(env, invitationBuckets(accountId));
  if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
  const email = normalizeEmail(asked.email) ?? '';
  const invitationId = env.random.uuid();
  const mailId = env.random.uuid();
  const noticeId = env.random.uuid();
  const { tokenHash, sealedToken } = newInvitationLink(env, mailId);
  const now = env.clock.now();
  const known = await env.store.accounts.userByEmail(email);
  const outcome = await carryOut(
    env.store,
    async () => ({
      place: await requesterMembership(env, accountId, by),
      facts: await env.store.accounts.invitationFacts(accountId, email, now),
    }),
    ({ place, facts }): Decided<Invite> =>
      decideInvite(
        {
          accountId,
          invitationId,
          ...asked,
          maker: { by: 'person', userId: by.userId },
          asksAdmin: false,
          language: known?.language ?? language,
          tokenHash,
          mailId,
          sealedToken,
          invitee: known && { userId: known.userId, noticeId },
        },
        facts,
        { by: { actor: place.actor, membership: 'membership' in place ? place.membership : undefined }, now },
      ),
  );
  if (outcome.kind !== 'invited') return outcome;
  const token = question.byLink === true ? env.vault.open(mailLinkAssociatedData(mailId), sealedToken) : undefined;
  return { ...outcome, invitationId, ...(token === undefined ? {} : { token }) };
}

/**
 * Renews an open invitation, by mail or as a link: same rights, another 14 days. The previous link stops working. The
 * rule for new invitations decides, so nobody can renew an invitation that they may not send.
 */
export async function renewInvitation(
  env: InvitationEnvironment,
  question: {
    readonly accountId: number;
    readonly invitationId: string;
    readonly how: 'letter' | 'link';
    readonly language: Language;
    readonly by: Exclude<Requester, 'operator'>;
  },
): Promise<InviteAnswer | { readonly kind: 'unknown' }> {
  const { how, invitationId, ...rest } = question;
  const card = await env.store.invitations.byId(question.accountId, invitationId);
  if (card === undefined || card.state !== 'open') return { kind: 'unknown' };
  const { email, name, role } = card;
  return createInvitation(env, { ...rest, email, name, role, ...(how === 'link' ? { byLink: true } : {}) });
}

/** Withdraws an open invitation. */
export async function withdrawInvitation(
  env: InvitationEnvironment,
  question: { readonly accountId: number; readonly invitationId: string; readonly by: Exclude<Requester, 'operator'> },
) {
  const { accountId, invitationId, by } = question;
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      place: await requesterMembership(env, accountId, by),
      invitation: await env.store.invitations.byId(accountId, invitationId),
    }),
    ({ place, invitation }) =>
      decideWithdraw(
        invitation,
        { actor: place.actor, membership: 'membership' in place ? place.membership : undefined },
        now,
      ),
  );
}

/** Identifies an invitation: by the hash of the mailed token, or by its id once the invited person has signed in. */
export type InvitationLink =
  { readonly tokenHash: Uint8Array } | { readonly accountId: number; readonly invitationId: string };

export async function findInvitation(
  env: Pick<InvitationEnvironment, 'store'>,
  link: InvitationLink,
): Promise<InvitationCard | undefined> {
  return 'tokenHash' in link
    ? env.store.invitations.byToken(link.tokenHash)
    : env.store.invitations.byId(link.accountId, link.invitationId);
}

interface SignedIn {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
  readonly address: string;
  readonly browser?: string | undefined;
  readonly press: SubmittedConfirmation<InvitationStatement> | undefined;
}

/** A signed-in user accepts an invitation, if it is still what the submitted page stated. */
export async function acceptInvitation(env: InvitationEnvironment, link: InvitationLink, person: SignedIn) {
  const now = env.clock.now();
  const noticeId = env.random.uuid();
  return carryOutConfirmed(env, person.press, {
    read: () => findInvitation(env, link),
    state: (invitation) => invitation && invitationStatement(invitation),
    decide: (invitation) => decideAccept(invitation, { ...person, noticeId }, now),
  });
}

/** A signed-in user declines an invitation, if it is still what the submitted page stated. */
export async function declineInvitation(env: InvitationEnvironment, link: InvitationLink, person: SignedIn) {
  const now = env.clock.now();
  return carryOutConfirmed(env, person.press, {
    read: () => findInvitation(env, link),
    state: (invitation) => invitation && invitationStatement(invitation),
    decide: (invitation) => decideDecline(invitation, person, now),
  });
}

/** Creates the user and their membership from an invitation. Accepts only the emailed token. */
export async function joinByInvitation(
  env: InvitationEnvironment,
  link: { readonly tokenHash: Uint8Array },
  person: {
    readonly name: string;
    readonly password: string;
    readonly language: Language;
    readonly address: string;
    readonly browser?: string | undefined;
    /** Facts about the invitation that the submitted page stated. */
    readonly statement: InvitationStatement;
  },
) {
  const now = env.clock.now();
  const { name, language, address, browser, statement } = person;
  const noticeId = env.random.uuid();
  const passwordHash = await env.passwords.hash(person.password, { kind: 'stranger', address });
  const outcome = await carryOut(
    env.store,
    () => findInvitation(env, link),
    (invitation) =>
      decideUnchanged(statement, invitation && invitationStatement(invitation), () =>
        decideJoin(invitation, { name, language, passwordHash, address, browser, noticeId }, now),
      ),
  );
  if (outcome.kind !== 'joined') return outcome;
  const user = await env.store.accounts.userByEmail(outcome.email);
  if (user === undefined) throw new Error('a person who has just joined is not there');
  return { ...outcome, userId: user.userId };
}
