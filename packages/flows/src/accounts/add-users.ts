import type { AddUsers, Caller, Decided } from '@pristan/rules';
import { decideAddUsers, invitationBuckets, invitationLifetimeMs } from '@pristan/rules';
import type { Language, NewUser } from '@pristan/wire';
import { normalizeEmail } from '@pristan/wire';
import { newInvitationLink } from './invitations.ts';
import { countAttempt } from '../limits.ts';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, SecretHasher, Vault } from '../ports/environment.ts';

export interface AddUsersEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretHasher;
  readonly vault: Vault;
  readonly store: Pick<Store, 'accounts' | 'installs' | 'throttles' | 'commit'>;
}

export interface AddUsersQuestion {
  readonly caller: Pick<
    Caller,
    'accountId' | 'userId' | 'integrationId' | 'grantId' | 'grantorId' | 'keyEpoch' | 'fullAccess'
  >;
  readonly users: readonly NewUser[];
  /** Language of the invitation mail for users in the request that name no language. */
  readonly language: Language;
  readonly address: string;
}

export type AddUsersAnswer =
  | (Extract<AddUsers, { kind: 'invited' }> & { readonly expiresAt: number })
  | Exclude<AddUsers, { kind: 'invited' }>
  | { readonly kind: 'throttled'; readonly until: number };

/** Invites every user in an API request, or none of them. @see docs/spec/dialect.md#users */
export async function addUsers(env: AddUsersEnvironment, question: AddUsersQuestion): Promise<AddUsersAnswer> {
  const { accountId, userId, integrationId, grantId, grantorId, keyEpoch, fullAccess } = question.caller;
  const actor = {
    as: 'grant',
    userId,
    address: question.address,
    grantId,
    grantorId,
    integrationId,
    keyEpoch,
    fullAccess,
  } as const;
  const now = env.clock.now();
  const drafts = await Promise.all(question.users.map((user) => drawDraft(env, user, question)));
  for (const _ of drafts) {
    const attempt = await countAttempt(env, invitationBuckets(accountId));
    if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
  }
  const outcome = await carryOut(
    env.store,
    async () => ({
      people: await Promise.all(
        drafts.map(async (draft) => ({
          draft,
          noticeId: env.random.uuid(),
          facts: await env.store.accounts.invitationFacts(accountId, normalizeEmail(draft.email) ?? '', now),
        })),
      ),
      members: (await env.store.accounts.members(accountId, { limit: 1, offset: 0 })).total,
      integration: (await env.store.installs.integrationCard(integrationId))?.name ?? '',
      program: {
        made: await env.store.accounts.program(accountId, grantId, keyEpoch),
        actsFor: fullAccess ? undefined : { membership: await env.store.installs.membership(accountId, userId) },
      },
    }),
    ({ people, ...account }): Decided<AddUsers> => decideAddUsers(people, account, { actor, now }),
  );
  return outcome.kind === 'invited' ? { ...outcome, expiresAt: now + invitationLifetimeMs } : outcome;
}

async function drawDraft(
  env: AddUsersEnvironment,
  user: NewUser,
  { caller, language }: Pick<AddUsersQuestion, 'caller' | 'language'>,
) {
  const mailId = env.random.uuid();
  // A registered user gets mail in their own language. The API client is not told that they are registered.
  const known = await env.store.accounts.userByEmail(normalizeEmail(user.email) ?? '');
  return {
    accountId: caller.accountId,
    maker: {
      by: 'grant' as const,
      grantId: caller.grantId,
      integrationId: caller.integrationId,
      keyEpoch: caller.keyEpoch,
      userId: caller.grantorId,
    },
    invitationId: env.random.uuid(),
    email: user.email,
    name: user.name,
    language: known?.language ?? user.language ?? language,
    role: 'member' as const,
    asksAdmin: user.admin,
    mailId,
    ...newInvitationLink(env, mailId),
    invitee: known && { userId: known.userId, noticeId: env.random.uuid() },
  };
}
