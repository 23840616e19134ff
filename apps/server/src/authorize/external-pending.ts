import { hourMs } from '@pristan/rules';
import type { ExternalRequest } from '@pristan/wire';
import type { Site } from '../http/page.ts';
import type { OpenedSeal } from '../http/seal.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly 'authorize-external': PendingExternal;
  }
}

/**
 * A metadata button's authorization request on its way through the pages. `id` is its idempotency key: one sealed
 * request creates at most one integration.
 */
export interface PendingExternal {
  readonly id: string;
  readonly request: ExternalRequest;
}

const LIFETIME_MS = hourMs;

export function sealExternal(site: Site, pending: PendingExternal): string {
  return sealForPage(site, 'authorize-external', { value: pending, lifetimeMs: LIFETIME_MS });
}

export function openExternal(site: Site, text: string | undefined): OpenedSeal<PendingExternal> {
  return openFromPage(site, 'authorize-external', text);
}

/**
 * Path at which a metadata button's request is answered: the account chooser, or with only one account its consent
 * page.
 */
export function externalPath(sealed: string): string {
  return `/oauth/external?request=${sealed}`;
}

export function externalConsentPath(sealed: string, accountId: number): string {
  return `${externalPath(sealed)}&account_id=${accountId}`;
}

export function externalChoosePath(sealed: string): string {
  return `/oauth/external/choose?request=${sealed}`;
}
