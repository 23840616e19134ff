import type { Actor, Change, NewCode } from '../change.ts';
import type { Decided } from '../decided.ts';
import type { GrantingFacts, NotGranted } from '../granting.ts';
import { giveGrant } from '../granting.ts';
import type { Instant } from '../instant.ts';
import { codeLifetimeMs } from '../lifetimes.ts';

/** What Allow is judged by. */
export interface ConsentFacts extends GrantingFacts {
  readonly integration: GrantingFacts['integration'] & { readonly redirectUri: string; readonly keyEpoch: number };
}

export interface ConsentRequest {
  readonly userId: number;
  readonly actor: Actor;
  readonly codeChallenge: string | undefined;
  /** Drawn before the rule. */
  readonly newGrantId: string;
  readonly code: { readonly codeId: string; readonly keyId: string; readonly sealedCode?: Uint8Array };
}

export type Consent =
  | { readonly kind: 'granted'; readonly accountId: number; readonly code: NewCode; readonly installed: boolean }
  | NotGranted;

/**
 * Allow: installs the integration where it is not enabled, gives or renews this person's grant, and issues a code.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export function decideConsent(facts: ConsentFacts, request: ConsentRequest, now: Instant): Decided<Consent> {
  const { integration } = facts;
  const { integrationId } = integration;
  const given = giveGrant(facts, request, now);
  if (given.kind === 'refuse') return { outcome: given, changes: [] };

  const { accountId, grantId, installs } = given;
  const code: NewCode = {
    codeId: request.code.codeId,
    keyId: request.code.keyId,
    grantId,
    integrationId,
    redirectUri: integration.redirectUri,
    codeChallenge: request.codeChallenge,
    keyEpoch: integration.keyEpoch,
    issuedAt: now,
    expiresAt: now + codeLifetimeMs,
    sealedCode: request.code.sealedCode,
  };
  const changes: Change[] = [...given.changes, { kind: 'code_issued', accountId, code, actor: request.actor }];
  return { outcome: { kind: 'granted', accountId, code, installed: installs }, changes };
}
