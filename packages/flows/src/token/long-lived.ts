import type { LongLivedStatus, MintLongLivedResult, RevokeLongLivedResult } from '@pristan/rules';
import { decideMintLongLived, decideRevokeLongLived, longLivedStatus } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { LongLivedRow } from '../ports/minting-reads.ts';
import type { Page, PageRequest } from '../ports/page.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, TokenKeys } from '../ports/environment.ts';
import { accessClaims } from './access-claims.ts';
import type { TokenSettings } from './environment.ts';

export interface LongLivedTokenEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'installs' | 'minting' | 'commit'>;
  readonly settings: TokenSettings;
}

/** A signed-in user and an integration in their account. */
export interface LongLivedTokenQuestion {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: { readonly userId: number; readonly address: string };
}

/**
 * Creates a long-lived token. The response shows it in clear once; it is never stored. `expiresAt` is truncated to
 * whole seconds.
 */
export async function mintLongLivedToken(
  env: LongLivedTokenEnvironment,
  question: LongLivedTokenQuestion & { readonly name: string; readonly expiresAt: number },
): Promise<
  | {
      readonly kind: 'minted';
      readonly tokenId: string;
      readonly token: string;
      readonly issuedAt: number;
      readonly expiresAt: number;
    }
  | Exclude<MintLongLivedResult, { kind: 'minted' }>
> {
  const { accountId, integrationId, by, name } = question;
  const { userId } = by;
  const now = env.clock.now();
  const drawn = { tokenId: env.random.uuid(), newGrantId: env.random.uuid() };
  const expiresAt = Math.floor(question.expiresAt / 1000) * 1000;
  const outcome = await carryOut(
    env.store,
    async () => {
      const facts = await env.store.installs.consentFacts({ integrationId, accountId, userId });
      if (facts === undefined) return undefined;
      return { ...facts, tokens: await env.store.minting.liveLongLivedTokens(accountId, integrationId, now) };
    },
    (facts) => decideMintLongLived(facts, { accountId, userId, actor: by, name, expiresAt, ...drawn }, now),
  );
  if (outcome.kind !== 'minted') return outcome;
  const { tokenId, grantId, scopes, keyEpoch } = outcome;
  const token = env.tokenKeys.signAccessToken(
    accessClaims(env.settings, {
      grant: { accountId, grantId, integrationId, userId, scopes },
      keyEpoch,
      jti: tokenId,
      tokenId,
      issuedAtSeconds: Math.floor(outcome.issuedAt / 1000),
      expiresAtSeconds: expiresAt / 1000,
    }),
  );
  return { kind: 'minted', tokenId, token, issuedAt: outcome.issuedAt, expiresAt };
}

/** Revokes a long-lived token at once, on every node. Idempotent. */
export async function revokeLongLivedToken(
  env: Pick<LongLivedTokenEnvironment, 'clock' | 'store'>,
  question: LongLivedTokenQuestion & { readonly tokenId: string },
): Promise<RevokeLongLivedResult> {
  const { accountId, integrationId, tokenId, by } = question;
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => {
      const token = await env.store.minting.longLivedToken(accountId, tokenId);
      const membership = await env.store.installs.membership(accountId, by.userId);
      return { token: token?.integrationId === integrationId ? token : undefined, membership };
    },
    ({ token, membership }) => decideRevokeLongLived(token, { accountId, actor: by, membership }, now),
  );
}

export interface LongLivedView extends LongLivedRow {
  readonly standing: LongLivedStatus;
}

/** A page of an integration's long-lived tokens, newest first, each with its status. */
export async function listLongLivedTokens(
  env: Pick<LongLivedTokenEnvironment, 'clock' | 'store'>,
  about: Pick<LongLivedTokenQuestion, 'accountId' | 'integrationId'>,
  page: PageRequest,
): Promise<Page<LongLivedView>> {
  const now = env.clock.now();
  const { rows, next } = await env.store.minting.longLivedTokens(about.accountId, about.integrationId, page);
  return { rows: rows.map((row) => ({ ...row, standing: longLivedStatus(row, now) })), next };
}
