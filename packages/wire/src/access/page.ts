/** One page of a list in the API, and the total number of entities. Pages count from 1. */
export interface PageAnswer {
  readonly page: number;
  readonly limit: number;
  readonly total: number;
  /** The URL of the list, without a query. */
  readonly href: string;
}

/** Maximum number of entities on one page of a list. @see docs/spec/dialect.md#users */
export const pageLimitMax = 250;

/** Formats one page of a list in amoCRM's form of HAL. `_links.next` is absent on the last page. */
export function formatPage(page: PageAnswer, embedded: Readonly<Record<string, readonly object[]>>): object {
  const pages = Math.max(1, Math.ceil(page.total / page.limit));
  const link = (number: number): object => ({ href: `${page.href}?page=${number}&limit=${page.limit}` });
  return {
    _total_items: page.total,
    _page: page.page,
    _page_count: pages,
    _links: {
      self: link(page.page),
      ...(page.page > 1 ? { first: link(1), prev: link(page.page - 1) } : {}),
      ...(page.page < pages ? { next: link(page.page + 1), last: link(pages) } : {}),
    },
    _embedded: embedded,
  };
}

/** The page that a query requests, or a sentence about the error for the answer 422. */
export type PageReading = { readonly page: number; readonly limit: number } | { readonly problem: string };

/** Reads the query parameters `page` and `limit` of a list, which default to 1 and 50. */
export function readPage(query: URLSearchParams): PageReading {
  const page = wholeNumber(query.get('page') ?? '1');
  if (page === undefined) return { problem: 'The page is a whole number from 1' };
  const limit = wholeNumber(query.get('limit') ?? '50');
  if (limit === undefined) return { problem: 'The limit is a whole number from 1' };
  return limit > pageLimitMax ? { problem: `Limit ${pageLimitMax} per page` } : { page, limit };
}

function wholeNumber(text: string): number | undefined {
  return /^0*[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
