import type { SendFailure } from '../hooks/change.ts';
import type { Bucket } from '../access/bucket.ts';
import { hourMs, minuteMs, secondMs } from '../instant.ts';
import type { IntegrationFields } from '../change.ts';

/** The purpose of an integration's address. */
export type AddressUse = 'redirect' | 'button_origin' | 'disconnect';

export interface AddressToCheck {
  readonly use: AddressUse;
  /** The address as the integrator entered it. */
  readonly address: string;
}

/** The result of checking one address: only the status of its answer, or the kind of failure. */
export type AddressFinding =
  | { readonly kind: 'answered'; readonly status: number; readonly fine: boolean }
  | { readonly kind: 'failed'; readonly reason: SendFailure };

/** The time limits of checking one address and all of them, in milliseconds, and the number of parallel requests. */
export const addressCheckLimits = { oneMs: 5 * secondMs, allMs: 12 * secondMs, atOnce: 5 } as const;

const LOOKS_OF_INTEGRATION_MAX = 10;
const LOOKS_OF_ACCOUNT_MAX = 30;

/** The rate limits of address checks: per integration, and per account, which may have two hundred integrations. */
export function addressCheckBuckets(about: {
  readonly accountId: number;
  readonly integrationId: string;
}): readonly Bucket[] {
  return [
    { key: `address check ${about.integrationId}`, windowMs: 10 * minuteMs, max: LOOKS_OF_INTEGRATION_MAX },
    { key: `address checks of ${about.accountId}`, windowMs: hourMs, max: LOOKS_OF_ACCOUNT_MAX },
  ];
}

/** Every address of an integration that a browser or the platform requests. */
export function addressesToCheck(
  fields: Pick<IntegrationFields, 'redirectUri' | 'buttonOrigins' | 'disconnectUri'>,
): readonly AddressToCheck[] {
  const { redirectUri, buttonOrigins, disconnectUri } = fields;
  return [
    { use: 'redirect', address: redirectUri },
    ...buttonOrigins.map((address) => ({ use: 'button_origin', address }) as const),
    ...(disconnectUri === undefined ? [] : [{ use: 'disconnect', address: disconnectUri } as const]),
  ];
}

/** The address that a check requests: without its query, which might have an effect on the server. */
export function plainAddress(address: string): string {
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  return url.href;
}

/**
 * Decides whether an answer shows a working server: any status below 500. Without an authorization code, a signature or
 * a user even a correct server can only refuse.
 */
export function addressFinding(
  answer:
    { readonly kind: 'answered'; readonly status: number } | { readonly kind: 'failed'; readonly reason: SendFailure },
): AddressFinding {
  if (answer.kind === 'failed') return { kind: 'failed', reason: answer.reason };
  return { kind: 'answered', status: answer.status, fine: answer.status < 500 };
}
