import type { NoticeRow } from '@pristan/flows';
import { isNoticeKind, noticeKinds, type NoticeFactsOf, type NoticeFactType, type NoticeKind } from '@pristan/wire';
import { deliveryFailures } from '@pristan/wire/api';
import { z } from 'zod';

/** Schemas of stored facts. An ID may be missing, because no text shows it; so may a fact that can be unknown. */
const schemas = {
  account_id: z.number().optional(),
  id: z.guid().optional(),
  text: z.string(),
  person: z.string().nullable(),
  address: z.string().nullish(),
  instant: z.number(),
  instant_if_known: z.number().nullish(),
  count: z.number(),
  failure: z.enum(deliveryFailures),
  status: z.number().nullish(),
} as const satisfies Record<NoticeFactType, z.ZodType>;

/** A fact of each type, as it is read from the store. */
export type StoredFacts = { readonly [Type in NoticeFactType]: z.output<(typeof schemas)[Type]> };

/** A stored notice with the facts of its kind. */
export type StoredNotice = {
  [Kind in NoticeKind]: { readonly kind: Kind; readonly facts: NoticeFactsOf<Kind, StoredFacts> };
}[NoticeKind];

type Raw = Readonly<Record<string, unknown>>;

/** Facts that the stored notices of some kinds lack. `account`: name of the account that the notice is about. */
const missingFacts: Partial<Record<NoticeKind, (facts: Raw, account: string) => Raw>> = {
  // Earlier versions did not store the account, and nobody knows when a token was first used before its last successor.
  refresh_reused: ({ account: stored, firstUsedAt, ...facts }, account) => ({
    ...facts,
    account: stored ?? account,
    firstUsedAt: firstUsedAt ?? facts['reusedAt'],
  }),
};

const kinds = Object.fromEntries(
  Object.entries(noticeKinds).map(([kind, { facts }]) => {
    const members = Object.entries<NoticeFactType>(facts).map(([fact, type]) => [fact, schemas[type]]);
    return [kind, z.object(Object.fromEntries(members))];
  }),
);

/**
 * Reads a stored notice.
 *
 * @param account name of the account that the notice is about, if any
 * @returns `undefined` when this version of the platform has no text for the notice
 */
export function readNotice(
  { kind, facts }: Pick<NoticeRow, 'kind' | 'facts'>,
  account: string,
): StoredNotice | undefined {
  if (!isNoticeKind(kind)) return undefined;
  const read = kinds[kind]?.safeParse(missingFacts[kind]?.(facts, account) ?? facts);
  return read?.success === true ? ({ kind, facts: read.data } as StoredNotice) : undefined;
}
