import type { MailedNoticeKind } from '@pristan/wire';
import type { AdminsNotice, NoticeMail } from './change.ts';
import type { Actor, Change } from '../change.ts';
import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';

interface NoticeRule {
  /** The recipients: the admins of an account, or one person. */
  readonly to: 'admins' | 'person';
  /**
   * `chosen`: each person decides whether it is mailed. `always`: it is mailed. `none`: it only appears on the page.
   */
  readonly letter: 'chosen' | 'always' | 'none';
}

const chosen = { to: 'admins', letter: 'chosen' } as const;
const pageOnly = { to: 'admins', letter: 'none' } as const;

/**
 * Every kind of notice; only these are sent. A test requires for each its texts in both languages, a sender, and a mail
 * preference for `chosen` ones.
 */
export const noticeKinds = {
  integration_connected: chosen,
  installation_disabled: chosen,
  secret_rotated: chosen,
  secret_shown: chosen,
  receiver_failing: chosen,
  receiver_stopped: chosen,
  adoption_planned: chosen,
  clones_past_threshold: chosen,
  refresh_reused: pageOnly,
  member_joined: pageOnly,
  admin_requested: pageOnly,
  adoption_lapsed: pageOnly,
  // An invitation has its own mail.
  invited: { to: 'person', letter: 'none' },
  password_changed: { to: 'person', letter: 'always' },
} as const satisfies Record<string, NoticeRule> & Record<MailedNoticeKind, { readonly letter: 'chosen' }>;

export type NoticeKind = keyof typeof noticeKinds;

/** Maximum number of notice mails to one person per hour; further notices only appear on the page. */
export const noticeMailsPerHourMax = 20;

/** Maximum number of admins who get a mail about one notice; all of them see it on the page. */
export const adminsMailedMax = 50;

/** An active admin of the account concerned, with their mail preferences. */
export interface NoticeRecipient {
  readonly userId: number;
  readonly email: string;
  readonly language: 'ru' | 'en';
  /** The kinds that this admin does not want mailed. */
  readonly unwanted: readonly string[];
  /** Notice mails to this person in the last hour. */
  readonly lettersInHour: number;
  /** Generated before the rule. */
  readonly mailId: string;
}

/** The facts that a notice about one account and one integration consists of. */
export interface Audience {
  readonly accountId: number;
  /** The account's name. */
  readonly account: string;
  /** Name of the acting person; absent for the operator. */
  readonly person: string | undefined;
  readonly integration: string;
  readonly admins: readonly NoticeRecipient[];
  /** Generated before the rule. */
  readonly noticeId: string;
}

/**
 * Adds a notice for the account's other admins to a decision whose changes require one. Changes that the platform makes
 * by itself get none here: they have their own notices.
 */
export function withNotices<Outcome>(decided: Decided<Outcome>, audience: Audience | undefined): Decided<Outcome> {
  if (audience === undefined) return decided;
  const told = decided.changes.flatMap((change) => noticeOf(change, audience));
  return told.length === 0 ? decided : { ...decided, changes: [...decided.changes, ...told] };
}

function noticeOf(change: Change, audience: Audience): readonly Change[] {
  const { accountId, account, integration, person } = audience;
  switch (change.kind) {
    case 'installation_enabled':
      return tell(change, audience, {
        kind: 'integration_connected',
        facts: { ...about(change), account, integration, person: person ?? null },
      });
    case 'installation_disabled':
      return tell(change, audience, {
        kind: 'installation_disabled',
        facts: { ...about(change), account, integration, person: person ?? null },
      });
    case 'secret_rotated':
      return tell(change, audience, {
        kind: 'secret_rotated',
        facts: { ...about(change), integration, person: person ?? null, oldEndsAt: change.overlapEndsAt },
      });
    case 'secret_revealed':
      return tell(change, audience, {
        kind: 'secret_shown',
        facts: { ...about(change), integration, person: person ?? null },
      });
    default:
      return [];
  }

  function about({ integrationId }: { readonly integrationId: string }) {
    return { accountId, integrationId };
  }
}

function tell(
  cause: { readonly actor: Actor; readonly at: Instant },
  { accountId, noticeId, admins }: Audience,
  notice: AdminsNotice,
): readonly Change[] {
  const { actor, at } = cause;
  if (actor.as === 'platform') return [];
  const others = admins.filter(({ userId }) => userId !== actor.userId);
  if (others.length === 0) return [];
  const letters: readonly NoticeMail[] = others
    .filter(({ unwanted, lettersInHour }) => !unwanted.includes(notice.kind) && lettersInHour < noticeMailsPerHourMax)
    .slice(0, adminsMailedMax)
    .map(({ mailId, email, language }) => ({ mailId, recipient: email, language }));
  return [{ kind: 'admins_notified', accountId, noticeId, notice, besides: actor.userId, letters, at }];
}

/** The facts that a notice mail depends on when it is due, possibly hours after its cause. */
export interface NoticeMailFacts {
  readonly kind: string;
  /** Whether the recipient is an active admin of the account concerned; absent for notices to a person. */
  readonly isAdmin: boolean | undefined;
  /** Whether the recipient opted out of mails of this kind. */
  readonly isUnwanted: boolean;
  /** Notice mails to the same address in the hour before this one. */
  readonly earlierInHour: number;
}

/** Whether a due notice mail is still sent. One that is not is dropped silently: the notice is on the page. */
export function isNoticeMailDue({ kind, isAdmin, isUnwanted, earlierInHour }: NoticeMailFacts): boolean {
  const letter = isNoticeKind(kind) ? noticeKinds[kind].letter : 'none';
  if (letter === 'always') return true;
  return letter === 'chosen' && isAdmin !== false && !isUnwanted && earlierInHour < noticeMailsPerHourMax;
}

export function isNoticeKind(kind: string): kind is NoticeKind {
  return Object.hasOwn(noticeKinds, kind);
}
