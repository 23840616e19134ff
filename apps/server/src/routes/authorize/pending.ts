import type { AuthorizeRequest } from '@pristan/wire';
import { hourMs } from '@pristan/rules';
import type { Site } from '../../http/page.ts';
import type { Opened } from '../../http/seal.ts';
import { openFromPage, sealForPage } from '../../http/seal.ts';

const LIFETIME_MS = hourMs;

/** An authorize request on its way through the pages: sealed text in a form, never a row. */
export function sealRequest(site: Site, request: AuthorizeRequest): string {
  return sealForPage(site, 'authorize', request, LIFETIME_MS);
}

export function openRequest(site: Site, text: string | undefined): Opened<AuthorizeRequest> {
  return openFromPage<AuthorizeRequest>(site, 'authorize', text);
}
