import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { CloneGroup } from './change.ts';

/** The size of a group of clones: external integrations of one product. */
export interface CloneGroupFacts extends CloneGroup {
  /** The number of accounts in which a clone of the group is enabled. */
  readonly accounts: number;
  readonly noticed: boolean;
}

export interface CloneNotice {
  readonly kind: 'recorded' | 'known' | 'below';
}

/**
 * Decides whether the integrator of a group of clones is asked to publish: once per group, when its clones are enabled
 * in as many accounts as the threshold.
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
