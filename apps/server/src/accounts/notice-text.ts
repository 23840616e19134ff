import { exactTime, type TimeFormat } from '../pages/design/time.tsx';
import type { FailureView } from '../pages/design/delivery-failure.ts';
import type { Texts } from '../pages/texts.ts';

/** Facts of a notice, from which its text on a page and in a mail is made. */
export type NoticeFacts =
  | {
      /** A refresh token that had been replaced was used again. Times are epoch milliseconds. */
      readonly kind: 'token_reused';
      readonly integration: string;
      readonly account: string;
      readonly firstAt: number;
      readonly firstAddress: string;
      readonly againAt: number;
      readonly againAddress: string;
      /** `true` for a public client: the whole family of the reused token was revoked. */
      readonly revoked: boolean;
    }
  | { readonly kind: 'password_changed'; readonly at: number; readonly address: string }
  | { readonly kind: 'invited'; readonly account: string; readonly inviter: string; readonly url: string }
  | { readonly kind: 'member_joined'; readonly account: string; readonly person: string }
  | {
      readonly kind: 'integration_connected';
      readonly account: string;
      readonly integration: string;
      readonly person: string | null;
    }
  | {
      readonly kind: 'installation_disabled';
      readonly account: string;
      readonly integration: string;
      readonly person: string | null;
    }
  | {
      readonly kind: 'secret_rotated';
      readonly integration: string;
      readonly person: string | null;
      readonly oldEndsAt: number;
    }
  | {
      /** A receiver of hooks has failed for days. `last`: its last HTTP status, or the reason why there was none. */
      readonly kind: 'receiver_failing';
      readonly integration: string;
      readonly host: string;
      readonly since: number;
      readonly last: number | FailureView;
    }
  | {
      /** A receiver of hooks answered 410: no more hooks are sent to it. */
      readonly kind: 'receiver_stopped';
      readonly integration: string;
      readonly host: string;
      readonly url: string;
    }
  | {
      /** A published integration will replace external integrations, `clones` of them in this account. */
      readonly kind: 'adoption_planned';
      readonly account: string;
      readonly integration: string;
      readonly owner: string;
      readonly origin: string;
      readonly movesAt: number;
      readonly clones: number;
    }
  | { readonly kind: 'clones_past_threshold'; readonly origin: string; readonly threshold: number }
  | {
      /**
       * A program invited a person who has not joined yet, and asks that they become an admin. `url`: the page with the
       * account's members.
       */
      readonly kind: 'admin_requested';
      readonly account: string;
      readonly integration: string;
      readonly email: string;
      readonly url: string;
    }
  | {
      /** A person whom a program invited and wants as admin has joined as a member; an admin can make them an admin. */
      readonly kind: 'admin_requested_joined';
      readonly account: string;
      readonly integration: string;
      readonly email: string;
      readonly url: string;
    }
  | { readonly kind: 'adoption_lapsed'; readonly integration: string; readonly origin: string }
  | { readonly kind: 'secret_shown'; readonly integration: string; readonly person: string | null };

/** Text of a notice: what happened, and what to do about it, if anything. */
export interface NoticeText {
  readonly title: string;
  readonly text: string;
  /** `buoy`: the warning colour, for notices that may mean harm. */
  readonly tone: 'buoy' | 'calm';
}

/** Composes the plain text of a notice for one reader. */
export function noticeText(facts: NoticeFacts, reader: TimeFormat & Pick<Texts, 't'>): NoticeText {
  const { t } = reader;
  const tone = facts.kind === 'token_reused' || facts.kind === 'password_changed' ? 'buoy' : 'calm';
  const values = {
    ...facts,
    person: doer(facts, t),
    ...instants(facts, reader),
    ...counts(facts),
    ...outcome(facts, t),
  };
  const title = t(`accounts:notice.${facts.kind}.title`, values);
  const text = t(`accounts:notice.${facts.kind}.text`, values);
  const more =
    facts.kind === 'token_reused'
      ? ' ' + t(facts.revoked ? 'accounts:notice.token_reused.ended' : 'accounts:notice.token_reused.kept')
      : '';
  return { title, text: text + more, tone };
}

/** Name of the person whose action the notice reports; "operator" for an action at the command line. */
function doer(facts: NoticeFacts, t: Texts['t']): string {
  return 'person' in facts ? (facts.person ?? t('terms:operator')) : '';
}

/** Outcome of the last delivery attempt to a failing receiver, in words. */
function outcome(facts: NoticeFacts, t: Texts['t']): { readonly why?: string } {
  if (facts.kind !== 'receiver_failing') return {};
  const { last } = facts;
  return { why: typeof last === 'number' ? t('terms:answered', { status: last }) : t(`terms:failure.${last}`) };
}

/** Number in a notice's text that chooses the plural form. */
function counts(facts: NoticeFacts): { readonly count?: number } {
  switch (facts.kind) {
    case 'adoption_planned':
      return { count: facts.clones };
    case 'clones_past_threshold':
      return { count: facts.threshold };
    default:
      return {};
  }
}

function instants(facts: NoticeFacts, reading: TimeFormat): Record<string, string> {
  switch (facts.kind) {
    case 'token_reused':
      return { first: exactTime(facts.firstAt, reading), again: exactTime(facts.againAt, reading) };
    case 'password_changed':
      return { when: exactTime(facts.at, reading) };
    case 'receiver_failing':
      return { since: exactTime(facts.since, reading) };
    case 'adoption_planned':
      return { when: exactTime(facts.movesAt, reading) };
    case 'secret_rotated':
      return { end: exactTime(facts.oldEndsAt, reading) };
    default:
      return {};
  }
}
