import type { Actor, Change, NewCode } from '../change.ts';
import type { Decided } from '../decided.ts';
import type { GrantingFacts, NotGranted } from '../granting.ts';
import { giveGrant } from '../granting.ts';
import type { Instant } from '../instant.ts';
import type { CodeReceiver, DrawnCode } from '../new-code.ts';
import { newCode } from '../new-code.ts';

/** The facts that Allow depends on. @see docs/spec/dialect.md#who-may-grant */
export interface ConsentFacts extends GrantingFacts {
  readonly integration: GrantingFacts['integration'] & CodeReceiver;
}

/** A person's consent on the consent page. @see docs/spec/dialect.md#authorize-request */
export interface ConsentRequest {
  readonly userId: number;
  readonly actor: Actor;
  readonly codeChallenge: string | undefined;
  /** Generated before the rule. */
  readonly newGrantId: string;
  readonly code: DrawnCode;
}

/** The issued code, or a refusal. @see docs/spec/dialect.md#codes */
export type Consent =
  | { readonly kind: 'granted'; readonly accountId: number; readonly code: NewCode; readonly installed: boolean }
  | NotGranted;

/**
 * Allow: installs or enables the integration where needed, gives or renews the person's grant, and issues a code.
 *
 * @see RFC 6749 §4.1.2
 * @see docs/spec/dialect.md#who-may-grant
 */
export function decideConsent(facts: ConsentFacts, request: ConsentRequest, now: Instant): Decided<Consent> {
  const { integration } = facts;
  const given = giveGrant(facts, request, now);
  if (given.kind === 'refuse') return { outcome: given, changes: [] };

  const { accountId, grantId, installs } = given;
  const code = newCode(request.code, { ...integration, grantId }, request.codeChallenge, now);
  const changes: Change[] = [...given.changes, { kind: 'code_issued', accountId, code, actor: request.actor }];
  return { outcome: { kind: 'granted', accountId, code, installed: installs }, changes };
}
