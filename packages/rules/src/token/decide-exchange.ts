import type { GrantFacts } from '../access/grant-status.ts';
import { grantStatus } from '../access/grant-status.ts';
import type { Change, NewFamily } from '../change.ts';
import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { ClientFacts, RequestHost } from './client.ts';
import type { CodeFacts, ExchangeRefusal, PresentedCode } from './exchange-facts.ts';
import { isHostOfAnother, missing, refuseClient } from './client.ts';
import { familiesPerGrantMax, refreshIdleLifetimeMs } from '../lifetimes.ts';
import { refusedExchange } from './refused-exchange.ts';

export type { CodeFacts, ExchangeRefusal, PresentedCode } from './exchange-facts.ts';

/** A request to exchange an authorization code, with secret and verifier already compared. @see RFC 6749 §4.1.3 */
export interface ExchangeRequest {
  readonly clientId: string | undefined;
  readonly hasSecret: boolean;
  readonly redirectUri: string | undefined;
  readonly hasCode: boolean;
  /** The result of comparing the PKCE verifier with the code's challenge, done by the flow. @see RFC 7636 §4.6 */
  readonly verifier: 'absent' | 'malformed' | 'matches' | 'differs';
  readonly host: RequestHost;
  /** The ID of the new refresh-token family and the newest MAC key, chosen by the flow before this rule runs. */
  readonly familyId: string;
  readonly macKeyId: string;
  readonly address: string;
}

/** The facts read for an exchange: the client and the presented code, as far as they exist. @see RFC 6749 §4.1.3 */
export interface FoundForExchange {
  readonly client: ClientFacts | undefined;
  readonly code: PresentedCode | undefined;
}

/**
 * The grant to issue tokens for, with a new refresh-token family, or a refusal.
 *
 * @see docs/spec/dialect.md#token-order
 */
export type ExchangeResult =
  | { readonly kind: 'issue'; readonly grant: GrantFacts; readonly keyEpoch: number; readonly family: NewFamily }
  | ExchangeRefusal;

/**
 * Decides whether an authorization code is exchanged for tokens. A refusal never uses up the code, not even one for
 * failed client authentication or a wrong host; its reason is stored where the integrator can read it.
 *
 * @see RFC 6749 §4.1.3
 * @see RFC 9700 §2.1.1
 * @see RFC 9700 §4.1.3
 * @see RFC 9700 §4.8.2
 * @see docs/spec/dialect.md#token-order
 */
export function decideExchange(
  request: ExchangeRequest,
  found: FoundForExchange,
  now: Instant,
): Decided<ExchangeResult> {
  const refusal = refuseExchange(request, found, now);
  const { client, code } = found;
  if (refusal !== undefined || client === undefined || code === undefined) {
    const outcome = refusal ?? refuse('code_unknown');
    const { redirectUri } = request;
    return { outcome, changes: refusedExchange(outcome, found, { redirectUri, at: now }) };
  }
  const family: NewFamily = {
    accountId: code.accountId,
    familyId: request.familyId,
    grantId: code.grant.grantId,
    integrationId: code.integrationId,
    epoch: code.grant.epoch,
    keyEpoch: client.keyEpoch,
    generation: 1,
    macKeyId: request.macKeyId,
    createdAt: now,
    expiresAt: now + refreshIdleLifetimeMs,
    address: request.address,
  };
  return {
    outcome: { kind: 'issue', grant: code.grant, keyEpoch: client.keyEpoch, family },
    changes: [
      { kind: 'code_redeemed', accountId: code.accountId, codeId: code.codeId, at: now, family },
      ...endIdleFamilies(code),
    ],
  };
}

/** Ends the longest idle families of a grant that has as many as it may have, so that one more does not exceed them. */
function endIdleFamilies({ accountId, families, grant: { grantId } }: PresentedCode): readonly Change[] {
  if (families < familiesPerGrantMax) return [];
  return [{ kind: 'idle_families_ended', accountId, grantId, kept: familiesPerGrantMax }];
}

function refuseExchange(
  request: ExchangeRequest,
  { client, code }: FoundForExchange,
  now: Instant,
): ExchangeRefusal | undefined {
  const refusedClient = refuseClient(request, client);
  if (refusedClient !== undefined) return refusedClient;
  if (request.redirectUri === undefined) return missing('redirect_uri');
  if (!request.hasCode) return missing('code');
  if (code === undefined) return refuse('code_unknown');
  if (now >= code.expiresAt) return refuse('code_expired');
  if (code.redeemedAt !== undefined) return refuse('code_revoked');
  if (code.integrationId !== client?.integrationId) return refuse('code_of_another_client');
  if (grantStatus(code.grant, code) !== 'live') return refuse('code_revoked');
  if (request.redirectUri !== code.redirectUri) return refuse('redirect_uri_differs');
  if (isHostOfAnother(request.host, code.accountId)) return refuse('account_differs');
  return refuseVerifier(request.verifier, code);
}

function refuseVerifier(
  verifier: ExchangeRequest['verifier'],
  { hasChallenge }: CodeFacts,
): ExchangeRefusal | undefined {
  // RFC 7636 §4.6: a code with a challenge requires the verifier. RFC 9700 §4.8.2: a verifier for a code without a
  // challenge means that somebody stripped the challenge from the request.
  if (hasChallenge && (verifier === 'absent' || verifier === 'malformed')) return missing('code_verifier');
  return verifier === 'differs' ? refuse('verifier_differs') : undefined;
}

function refuse(
  reason: Exclude<ExchangeRefusal['reason'], 'parameter_missing' | 'client_unknown' | 'secret_wrong'>,
): ExchangeRefusal {
  return { kind: 'refuse', reason };
}
