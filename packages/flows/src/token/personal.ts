import type { PersonalMinting, PersonalTokenStanding, RevokePersonal } from '@pristan/rules';
import { decideMintPersonal, decideRevokePersonal, personalTokenStanding, seesEverybodys } from '@pristan/rules';
import type { TokenAbility } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { Page, PageAsked } from '../ports/page.ts';
import type { PersonalTokenRow } from '../ports/personal-token-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, TokenKeys } from '../ports/world.ts';

export interface PersonalEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'installs' | 'registry' | 'personalTokens' | 'sessions' | 'commit'>;
}

/** A person in one of their accounts. */
export interface PersonalQuestion {
  readonly accountId: number;
  readonly by: { readonly userId: number; readonly address: string };
}

/** A personal access token in clear: for this one answer, and kept nowhere. */
export async function mintPersonalToken(
  env: PersonalEnvironment,
  question: PersonalQuestion & {
    readonly name: string;
    readonly abilities: readonly TokenAbility[];
    readonly integrationId: string | undefined;
    readonly days: number;
    /** The session it is asked for in, by its hash. */
    readonly sessionHash: Uint8Array;
  },
): Promise<
  | { readonly kind: 'minted'; readonly tokenId: string; readonly token: string; readonly expiresAt: number }
  | Exclude<PersonalMinting, { kind: 'minted' }>
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

/** Ends one at once, on every node. */
export async function revokePersonalToken(
  env: Pick<PersonalEnvironment, 'clock' | 'store'>,
  question: PersonalQuestion & { readonly tokenId: string },
): Promise<RevokePersonal> {
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
  readonly standing: PersonalTokenStanding;
}

/** A page of the person's tokens in the account, an admin's with everybody's; newest first, each with how it stands. */
export async function listPersonalTokens(
  env: Pick<PersonalEnvironment, 'clock' | 'store'>,
  { accountId, userId }: { readonly accountId: number; readonly userId: number },
  page: PageAsked,
): Promise<Page<PersonalTokenView>> {
  const now = env.clock.now();
  const membership = await env.store.installs.membership(accountId, userId);
  const whose = seesEverybodys(membership) ? undefined : userId;
  const { rows, next } = await env.store.personalTokens.list(accountId, whose, page);
  return { rows: rows.map((row) => ({ ...row, standing: personalTokenStanding(row, now) })), next };
}
