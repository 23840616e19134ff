import type { MintPersonalResult, PersonalTokenStatus, RevokePersonalResult } from '@pristan/rules';
import { decideMintPersonal, decideRevokePersonal, personalTokenStatus, seesAllTokens } from '@pristan/rules';
import type { TokenAbility } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { Page, PageRequest } from '../ports/page.ts';
import type { PersonalTokenRow } from '../ports/personal-token-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, TokenKeys } from '../ports/environment.ts';

export interface PersonalEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'installs' | 'registry' | 'personalTokens' | 'sessions' | 'commit'>;
}

/** A user in one of their accounts. */
export interface PersonalQuestion {
  readonly accountId: number;
  readonly by: { readonly userId: number; readonly address: string };
}

/** Creates a personal access token. The response shows it in clear once; only its hash is stored. */
export async function mintPersonalToken(
  env: PersonalEnvironment,
  question: PersonalQuestion & {
    readonly name: string;
    readonly abilities: readonly TokenAbility[];
    readonly integrationId: string | undefined;
    readonly days: number;
    /** Hash of the session in which the user asks for the token. */
    readonly sessionHash: Uint8Array;
  },
): Promise<
  | { readonly kind: 'minted'; readonly tokenId: string; readonly token: string; readonly expiresAt: number }
  | Exclude<MintPersonalResult, { kind: 'minted' }>
> {
  const { accountId, by, integrationId } = question;
  const now = env.clock.now();
  const { token, tokenHash } = env.tokenKeys.drawPersonalToken();
  const tokenId = env.random.uuid();
  const outcome = await carryOut(
    env.store,
    async () => {
      const [session, membership, live, integration] = await Promise.all([
        env.store.sessions.find(question.sessionHash, now),
        env.store.installs.membership(accountId, by.userId),
        env.store.personalTokens.live(accountId, by.userId, now),
        integrationId === undefined ? undefined : env.store.registry.integration(accountId, integrationId),
      ]);
      return { sessionLives: session !== undefined, membership, live, integrationKnown: integration !== undefined };
    },
    (facts) => decideMintPersonal(facts, { ...question, actor: by, tokenId, tokenHash }, now),
  );
  return outcome.kind === 'minted' ? { ...outcome, tokenId, token } : outcome;
}

/** Revokes a personal access token at once, on every node. */
export async function revokePersonalToken(
  env: Pick<PersonalEnvironment, 'clock' | 'store'>,
  question: PersonalQuestion & { readonly tokenId: string },
): Promise<RevokePersonalResult> {
  const { accountId, tokenId, by } = question;
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => {
      const [token, membership] = await Promise.all([
        env.store.personalTokens.find(accountId, tokenId),
        env.store.installs.membership(accountId, by.userId),
      ]);
      return { token, membership };
    },
    ({ token, membership }) => decideRevokePersonal(token, { accountId, actor: by, membership }, now),
  );
}

export interface PersonalTokenView extends PersonalTokenRow {
  readonly standing: PersonalTokenStatus;
}

/**
 * A page of the user's own personal access tokens in the account; an admin sees everybody's. Newest first, each with
 * its status.
 */
export async function listPersonalTokens(
  env: Pick<PersonalEnvironment, 'clock' | 'store'>,
  { accountId, userId }: { readonly accountId: number; readonly userId: number },
  page: PageRequest,
): Promise<Page<PersonalTokenView>> {
  const now = env.clock.now();
  const membership = await env.store.installs.membership(accountId, userId);
  const whose = seesAllTokens(membership) ? undefined : userId;
  const { rows, next } = await env.store.personalTokens.list(accountId, whose, page);
  return { rows: rows.map((row) => ({ ...row, standing: personalTokenStatus(row, now) })), next };
}
