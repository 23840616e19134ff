import { noticeKinds, shownNoticeKinds, type NoticeFactType, type ShownNoticeKind } from '@pristan/wire';
import { exactTime, type TimeFormat } from '../pages/design/time.tsx';
import type { Texts } from '../pages/texts.ts';
import type { StoredFacts, StoredNotice } from './notice-facts.ts';

/** A notice as its reader sees it. */
export interface ShownNotice {
  readonly notice: StoredNotice;
  /** The kind’s name in texts and in the API. */
  readonly kind: ShownNoticeKind;
  /** Values of the text that are not facts of the stored notice. */
  readonly names: Readonly<Record<string, string>>;
  /** Page of this site on which the reader can act. */
  readonly url?: string;
}

/** Text of a notice: what happened, and what to do about it, if anything. */
export interface NoticeText {
  readonly title: string;
  readonly text: string;
  /** `buoy`: the warning colour, for notices that may mean harm. */
  readonly tone: 'buoy' | 'calm';
}

type Reader = TimeFormat & Pick<Texts, 't'>;

const UNKNOWN = '–';

/** Words of each type of fact in a text; `undefined`: no text shows it. */
const words: {
  readonly [Type in NoticeFactType]: (
    fact: StoredFacts[Type],
    reader: Reader,
    facts: Readonly<Record<string, unknown>>,
  ) => string | number | undefined;
} = {
  account_id: () => undefined,
  id: () => undefined,
  text: (text) => text,
  person: (name, { t }) => name ?? t('terms:operator'),
  address: (address) => address ?? UNKNOWN,
  instant: exactTime,
  instant_if_known: (at, reader) => (typeof at === 'number' ? exactTime(at, reader) : UNKNOWN),
  count: (count) => count,
  failure: (failure, { t }, { status }) =>
    typeof status === 'number' ? t('terms:answered', { status }) : t(`terms:failure.${failure}`),
  status: (status) => status ?? UNKNOWN,
};

/** A notice under the usual name of its kind. `account`: name of the account that it is about. */
export function shownNotice(notice: StoredNotice, account: string): ShownNotice {
  const [kind] = shownNoticeKinds(notice.kind);
  return { notice, kind, names: { account } };
}

/** Composes the plain text of a notice for one reader. The gaps of the text are named like the facts of its kind. */
export function noticeText({ notice, kind, names }: ShownNotice, reader: Reader): NoticeText {
  const { t } = reader;
  const facts: Readonly<Record<string, unknown>> = notice.facts;
  const values: Record<string, string | number> = { ...names };
  for (const [fact, type] of Object.entries<NoticeFactType>(noticeKinds[notice.kind].facts)) {
    const word = words[type](facts[fact] as never, reader, facts);
    if (word !== undefined) values[type === 'count' ? 'count' : fact] = word;
  }
  const row = noticeKinds[notice.kind];
  return {
    title: t(`notices:${kind}.title`, values),
    text: t(`notices:${kind}.text`, values),
    tone: 'isSerious' in row ? 'buoy' : 'calm',
  };
}
