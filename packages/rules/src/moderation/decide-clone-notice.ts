import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { CloneGroup } from './change.ts';

/** How far a group of clones has grown. */
export interface CloneGroupFacts extends CloneGroup {
  /** Accounts in which one of them is on. */
  readonly accounts: number;
  readonly noticed: boolean;
}

export interface CloneNotice {
  readonly kind: 'recorded' | 'known' | 'below';
}

/**
 * Whether the integrator is asked to publish: once for a group, when it works in as many accounts as the threshold says.
 *
 * @see docs/spec/dialect.md#clone-watch
 */
export function decideCloneNotice(group: CloneGroupFacts, threshold: number, now: Instant): Decided<CloneNotice> {
  if (group.noticed) return { outcome: { kind: 'known' }, changes: [] };
  if (group.accounts < threshold) return { outcome: { kind: 'below' }, changes: [] };
  const { redirectOrigin, secretsOrigin, accounts } = group;
  return {
    outcome: { kind: 'recorded' },
    changes: [
      { kind: 'clone_notice_recorded', group: { redirectOrigin, secretsOrigin }, accounts, threshold, at: now },
    ],
  };
}
