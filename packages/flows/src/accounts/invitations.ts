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
  normalizeEmail,
} from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { PressedToken } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { Asker } from '../install/end.ts';
import { placeOf } from '../install/end.ts';
import type { InvitationCard } from '../ports/account-rows.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Passwords, Place, Random, Secrets, Vault } from '../ports/world.ts';
import { countTry } from './throttle.ts';

export interface InvitationEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly vault: Vault;
  readonly passwords: Passwords;
  readonly store: Pick<Store, 'accounts' | 'installs' | 'invitations' | 'throttles' | 'commit'>;
}

/** Where the secret of a letter's link is sealed. */
export function mailSecretPlace(mailId: string): Place {
  return { table: 'mails', column: 'sealed_secret', id: mailId };
}

const TOKEN_BYTES = 32;

/** A link's token, with its hash for the table it is looked up in and sealed for the letter that carries it. */
export function drawLink(env: Pick<InvitationEnvironment, 'random' | 'secrets' | 'vault'>, mailId: string) {
  const token = env.random.text(TOKEN_BYTES);
  return { tokenHash: env.secrets.hash(token), sealedToken: env.vault.seal(mailSecretPlace(mailId), token) };
}

export interface InviteQuestion {
  readonly accountId: number;
  readonly email: string;
  /** As far as the inviter knows it; may be empty. */
  readonly name: string;
  readonly role: Role;
  /** Of the letter; a person who is here already gets theirs. */
  readonly language: 'ru' | 'en';
  readonly by: Exclude<Asker, 'operator'>;
}

/** Invites a person into an account by letter. Nothing in the answer tells whether the address belongs to somebody. */
export async function invitePerson(
  env: InvitationEnvironment,
  question: InviteQuestion,
): Promise<(Invite & { readonly invitationId?: string }) | { readonly kind: 'throttled'; readonly until: number }> {
  const { accountId, by, language, ...asked } = question;
  const attempt = await countTry(env, invitationBuckets(accountId));
  if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
  const email = normalizeEmail(asked.email) ?? '';
  const invitationId = env.random.uuid();
  const mailId = env.random.uuid();
  const { tokenHash, sealedToken } = drawLink(env, mailId);
  const now = env.clock.now();
  const known = await env.store.accounts.userByEmail(email);
  const outcome = await carryOut(
    env.store,
    async () => ({
      place: await placeOf(env, accountId, by),
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
        },
        facts,
        { actor: place.actor, membership: 'membership' in place ? place.membership : undefined },
        now,
      ),
  );
  return outcome.kind === 'invited' ? { ...outcome, invitationId } : outcome;
}

/** Takes an open invitation back. */
export async function withdrawInvitation(
  env: InvitationEnvironment,
  question: { readonly accountId: number; readonly invitationId: string; readonly by: Exclude<Asker, 'operator'> },
) {
  const { accountId, invitationId, by } = question;
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      place: await placeOf(env, accountId, by),
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

/** How an invitation is found: by the letter's token, or by its id for the person it is for. */
export type InvitationLink =
  { readonly tokenHash: Uint8Array } | { readonly accountId: number; readonly invitationId: string };

/** The invitation behind a link. */
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
  readonly address: string;
  readonly press: PressedToken<InvitationStatement> | undefined;
}

/** A signed-in person joins, as what the page stated. */
export async function acceptInvitation(env: InvitationEnvironment, link: InvitationLink, person: SignedIn) {
  const now = env.clock.now();
  return carryOutConfirmed(env, person.press, {
    read: () => findInvitation(env, link),
    state: (invitation) => invitation && invitationStatement(invitation),
    decide: (invitation) => decideAccept(invitation, person, now),
  });
}

/** A signed-in person does not want to join. */
export async function declineInvitation(env: InvitationEnvironment, link: InvitationLink, person: SignedIn) {
  const now = env.clock.now();
  return carryOutConfirmed(env, person.press, {
    read: () => findInvitation(env, link),
    state: (invitation) => invitation && invitationStatement(invitation),
    decide: (invitation) => decideDecline(invitation, person, now),
  });
}

/** Somebody new here joins: they come to be with this name and password. Only for the letter's own link. */
export async function joinByInvitation(
  env: InvitationEnvironment,
  link: { readonly tokenHash: Uint8Array },
  person: {
    readonly name: string;
    readonly password: string;
    readonly language: 'ru' | 'en';
    readonly address: string;
    /** The page's statement. */
    readonly statement: InvitationStatement;
  },
) {
  const now = env.clock.now();
  const { name, language, address, statement } = person;
  const passwordHash = await env.passwords.hash(person.password);
  const outcome = await carryOut(
    env.store,
    () => findInvitation(env, link),
    (invitation) =>
      decideUnchanged(statement, invitation && invitationStatement(invitation), () =>
        decideJoin(invitation, { name, language, passwordHash, address }, now),
      ),
  );
  if (outcome.kind !== 'joined') return outcome;
  const user = await env.store.accounts.userByEmail(outcome.email);
  if (user === undefined) throw new Error('a person who has just joined is not there');
  return { ...outcome, userId: user.userId };
}
