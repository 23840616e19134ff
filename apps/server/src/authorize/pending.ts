import type { AuthorizeRequest } from '@pristan/wire';
import { hourMs } from '@pristan/rules';
import type { Site } from '../http/page.ts';
import type { OpenedSeal } from '../http/seal.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly authorize: AuthorizeRequest;
  }
}

const LIFETIME_MS = hourMs;

/** Seals an authorization request into the forms of its pages; it is never a row in the database. */
export function sealRequest(site: Site, request: AuthorizeRequest): string {
  return sealForPage(site, 'authorize', { value: request, lifetimeMs: LIFETIME_MS });
}

export function openRequest(site: Site, text: string | undefined): OpenedSeal<AuthorizeRequest> {
  return openFromPage(site, 'authorize', text);
}
