import { day, setInstant, texts, wholeNumber } from './search.ts';

/** Which deliveries are shown, as the address says it; days are the person's own. */
export interface DeliveriesSearch {
  readonly state?: string;
  readonly hook?: string;
  readonly account?: number;
  readonly receiver?: string;
  /** `2026-11-23`, from its beginning on. */
  readonly from?: string;
  /** The same, to its end. */
  readonly to?: string;
  readonly before?: string;
}

/** What an address asks for; a value of another form is left out. A whole address of a receiver is asked by its host. */
export function deliveriesSearch(search: Readonly<Record<string, unknown>>): DeliveriesSearch {
  const account = wholeNumber(search['account']);
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

/** The same as the API is asked. */
export function deliveriesQuery({ from, to, ...said }: DeliveriesSearch): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(said)) query.set(name, String(value));
  setInstant(query, 'from', from, 0);
  setInstant(query, 'to', to, 1);
  return query.toString();
}

/** What a person enters for a host: the host, or the address it stands in. */
function hostOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim().slice(0, 2000) : '';
  if (text === '') return undefined;
  const address = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address).host : text.slice(0, 300).toLowerCase();
}
