import { day, dayStart, texts, positiveId } from './search.ts';
import type { Sent } from './sent.ts';

/** Filter of the delivery log as the URL holds it; days are in the person's time zone. */
export interface DeliveriesSearch {
  readonly state?: string;
  readonly hook?: string;
  readonly account?: number;
  readonly receiver?: string;
  /** First day shown, such as `2026-11-23`, from its start. */
  readonly from?: string;
  /** Last day shown, to its end. */
  readonly to?: string;
  readonly before?: string;
}

export type DeliveriesQuery = NonNullable<Sent<'list_deliveries'>['query']>;

/**
 * Reads the delivery log’s filter from a URL; malformed values are dropped. A whole receiver URL counts as its host.
 */
export function deliveriesSearch(search: Readonly<Record<string, unknown>>): DeliveriesSearch {
  const account = positiveId(search['account']);
  const receiver = hostOf(search['receiver']);
  return {
    ...(account === undefined ? {} : { account }),
    ...(receiver === undefined ? {} : { receiver }),
    ...texts(search, {
      state: /^(pending|started|delivered|failed|unknown)$/,
      hook: /^(disconnect|install|secrets)$/,
      from: day,
      to: day,
      before: /^\d+-[\da-f-]{36}$/,
    }),
  };
}

/** The delivery log’s filter as query parameters of the API. */
export function deliveriesQuery({ from, to, ...said }: DeliveriesSearch): DeliveriesQuery {
  return { ...said, ...dayStart('from', from, 0), ...dayStart('to', to, 1) };
}

/** Reads the host from a person's input, which may be a whole URL. */
function hostOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim().slice(0, 2000) : '';
  if (text === '') return undefined;
  const address = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address).host : text.slice(0, 300).toLowerCase();
}
