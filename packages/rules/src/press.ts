import type { Instant } from './instant.ts';

/** The press of the page that asked, when there was a page. One press does one thing. */
export type Press = { readonly pressId: string; readonly expiresAt: Instant; readonly used: boolean } | undefined;
