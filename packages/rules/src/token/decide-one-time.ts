import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Refusal } from '../decided.ts';

/** What a one-time token is judged by. */
export interface OneTimeFacts {
  /** The signed-in person's place in the account. */
  readonly membership: Membership | undefined;
  readonly integration: { readonly state: 'active' | 'stopped' } | undefined;
  readonly installation: 'none' | 'enabled' | 'disabled';
  /** Its grants were moved from an external integration, which has no widget, and nobody has consented since. */
  readonly awaitsConsent?: boolean;
}

export type OneTime =
  { readonly kind: 'mint'; readonly admin: boolean } | Refusal<'forbidden' | 'not_installed' | 'integration_stopped'>;

/**
 * Whether an integration's own backend may be told who is looking at it: any active member, where it is enabled.
 *
 * @see docs/spec/dialect.md#one-time
 */
export function decideOneTime(facts: OneTimeFacts): OneTime {
  const { membership, integration, installation, awaitsConsent } = facts;
  if (!permits(membership, 'token.mint_one_time')) return { kind: 'refuse', reason: 'forbidden' };
  if (integration === undefined || installation !== 'enabled') return { kind: 'refuse', reason: 'not_installed' };
  if (integration.state === 'stopped') return { kind: 'refuse', reason: 'integration_stopped' };
  if (awaitsConsent === true) return { kind: 'refuse', reason: 'not_installed' };
  return { kind: 'mint', admin: membership?.role === 'admin' };
}
