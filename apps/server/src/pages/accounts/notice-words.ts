import { exactWords, type Reading } from '../design/time.tsx';
import type { FailureView } from '../hooks/delivery.ts';
import type { Texts } from '../texts.ts';

/** A thing a person is told about, as plain facts. The same facts make the note on a page and the letter. */
export type NoticeFacts =
  | {
      /** A refresh token that had been replaced was presented again. Instants are epoch milliseconds. */
      readonly kind: 'token_reused';
      readonly integration: string;
      readonly account: string;
      readonly firstAt: number;
      readonly firstAddress: string;
      readonly againAt: number;
      readonly againAddress: string;
      /** `true` for a public client: its family of tokens was revoked. */
      readonly revoked: boolean;
    }
  | { readonly kind: 'password_changed'; readonly at: number; readonly address: string }
  | { readonly kind: 'invited'; readonly account: string; readonly inviter: string; readonly url: string }
  | { readonly kind: 'member_joined'; readonly account: string; readonly person: string }
  | {
      readonly kind: 'integration_connected';
      readonly account: string;
      readonly integration: string;
      readonly person: string;
    }
  | {
      readonly kind: 'installation_disabled';
      readonly account: string;
      readonly integration: string;
      readonly person: string;
    }
  | {
      readonly kind: 'secret_rotated';
      readonly integration: string;
      readonly person: string;
      readonly oldEndsAt: number;
    }
  | {
      /** A receiver of hooks has failed for days. `last`: the status it answered, or why it did not. */
      readonly kind: 'receiver_failing';
      readonly integration: string;
      readonly host: string;
      readonly since: number;
      readonly last: number | FailureView;
    }
  | {
      /** A published integration is to take the place of external ones, `clones` of them here. */
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
      /** A program invited somebody and asks that they become an admin; they have not joined yet. `url`: the people. */
      readonly kind: 'admin_requested';
      readonly account: string;
      readonly integration: string;
      readonly email: string;
      readonly url: string;
    }
  | {
      /** The same, once they have joined as a member: an admin can make them one. */
      readonly kind: 'admin_requested_joined';
      readonly account: string;
      readonly integration: string;
      readonly email: string;
      readonly url: string;
    }
  | { readonly kind: 'adoption_lapsed'; readonly integration: string; readonly origin: string }
  | { readonly kind: 'secret_shown'; readonly integration: string; readonly person: string };

/** A notice in words: what happened, and what to do about it where there is something to do. */
export interface NoticeWords {
  readonly title: string;
  readonly text: string;
  /** Notices that may mean harm are buoy-coloured. */
  readonly tone: 'buoy' | 'calm';
}

/** The words of a notice for one reader, plain text. */
export function noticeWords(facts: NoticeFacts, reader: Reading & Pick<Texts, 't'>): NoticeWords {
  const { t } = reader;
  const tone = facts.kind === 'token_reused' || facts.kind === 'password_changed' ? 'buoy' : 'calm';
  const values = { ...facts, ...instants(facts, reader), ...counts(facts), ...outcome(facts, t) };
  const title = t(`accounts:notice.${facts.kind}.title`, values);
  const text = t(`accounts:notice.${facts.kind}.text`, values);
  const more =
    facts.kind === 'token_reused'
      ? ' ' + t(facts.revoked ? 'accounts:notice.token_reused.ended' : 'accounts:notice.token_reused.kept')
      : '';
  return { title, text: text + more, tone };
}

/** How the last try of a failing receiver ended. */
function outcome(facts: NoticeFacts, t: Texts['t']): { readonly why?: string } {
  if (facts.kind !== 'receiver_failing') return {};
  const { last } = facts;
  return { why: typeof last === 'number' ? t('hooks:answered', { status: last }) : t(`hooks:failure.${last}`) };
}

/** What chooses the plural form. */
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

function instants(facts: NoticeFacts, reading: Reading): Record<string, string> {
  switch (facts.kind) {
    case 'token_reused':
      return { first: exactWords(facts.firstAt, reading), again: exactWords(facts.againAt, reading) };
    case 'password_changed':
      return { when: exactWords(facts.at, reading) };
    case 'receiver_failing':
      return { since: exactWords(facts.since, reading) };
    case 'adoption_planned':
      return { when: exactWords(facts.movesAt, reading) };
    case 'secret_rotated':
      return { end: exactWords(facts.oldEndsAt, reading) };
    default:
      return {};
  }
}
