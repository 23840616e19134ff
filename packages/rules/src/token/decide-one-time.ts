import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Refusal } from '../decided.ts';

/** The facts that decide whether a one-time token is issued. @see docs/spec/dialect.md#one-time */
export interface OneTimeTokenFacts {
  /** The signed-in user's membership of the account. */
  readonly membership: Membership | undefined;
  readonly integration: { readonly state: 'active' | 'stopped' } | undefined;
  readonly installation: 'none' | 'enabled' | 'disabled';
  /**
   * True when all grants were moved from an external integration, which has no widget, and nobody has consented since.
   */
  readonly awaitsConsent?: boolean;
}

/** Whether to issue a one-time token, or the refusal. @see docs/spec/dialect.md#one-time */
export type OneTimeTokenResult =
  { readonly kind: 'mint'; readonly admin: boolean } | Refusal<'forbidden' | 'not_installed' | 'integration_stopped'>;

/**
 * Decides whether an integration's backend may learn which user is looking at its widget: any active member, while the
 * integration is enabled.
 *
 * @see docs/spec/dialect.md#one-time
 */
export function decideOneTime(facts: OneTimeTokenFacts): OneTimeTokenResult {
  const { membership, integration, installation, awaitsConsent } = facts;
  if (!permits(membership, 'token.mint_one_time')) return { kind: 'refuse', reason: 'forbidden' };
  if (integration === undefined || installation !== 'enabled') return { kind: 'refuse', reason: 'not_installed' };
  if (integration.state === 'stopped') return { kind: 'refuse', reason: 'integration_stopped' };
  if (awaitsConsent === true) return { kind: 'refuse', reason: 'not_installed' };
  return { kind: 'mint', admin: membership?.role === 'admin' };
}
