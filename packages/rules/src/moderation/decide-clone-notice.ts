import type { NoticeRecipients } from '../notices.ts';
import { notifyAdmins } from '../notices.ts';
import type { NoticeChange } from '../notice-change.ts';
import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { CloneGroup } from './change.ts';

/** The size of a group of clones: external integrations of one product. */
export interface CloneGroupFacts extends CloneGroup {
  /** The number of accounts in which a clone of the group is enabled. */
  readonly accounts: number;
  readonly noticed: boolean;
  /** The technical accounts of active public integrations with the redirect origin, oldest publication first. */
  readonly owners: readonly NoticeRecipients[];
}

/** At most this many owners are notified: anyone can register somebody else's redirect URI. */
export const cloneOwnersNotifiedMax = 20;

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
  const notified = notifyOwners(group, threshold, now);
  const mailedTo = notified.flatMap((one) => (one.kind === 'admins_notified' ? (one.letters ?? []) : []));
  return {
    outcome: { kind: 'recorded' },
    changes: [
      {
        kind: 'clone_notice_recorded',
        group: { redirectOrigin, secretsOrigin },
        accounts,
        threshold,
        mailedTo: mailedTo.map(({ recipient }) => recipient).toSorted(),
        at: now,
      },
      ...notified,
    ],
  };
}

/** When the secret keys go to another origin, owning the redirect origin proves nothing: then nobody is notified. */
function notifyOwners(
  { redirectOrigin: origin, secretsOrigin, owners }: CloneGroupFacts,
  threshold: number,
  at: Instant,
): readonly NoticeChange[] {
  if (origin !== secretsOrigin) return [];
  const mailed = new Set<string>();
  return owners.slice(0, cloneOwnersNotifiedMax).flatMap((owner) => {
    const notice = {
      kind: 'clones_past_threshold',
      // The number of accounts is withheld: the origin has not been reviewed.
      facts: { accountId: owner.accountId, origin, threshold },
    } as const;
    return notifyAdmins(owner, notice, { at }).map((change) => {
      if (change.kind !== 'admins_notified') return change;
      // An admin of several of these accounts gets one mail.
      const letters = (change.letters ?? []).filter(({ recipient }) => !mailed.has(recipient));
      for (const { recipient } of letters) mailed.add(recipient);
      return { ...change, letters };
    });
  });
}
