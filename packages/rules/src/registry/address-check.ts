import type { SendFailure } from '../hooks/change.ts';
import type { Bucket } from '../bucket.ts';
import { hourMs, minuteMs, secondMs } from '../instant.ts';
import type { IntegrationFields } from '../change.ts';

/** What an integration has an address for. */
export type AddressUse = 'redirect' | 'button_origin' | 'disconnect';

export interface AddressToCheck {
  readonly use: AddressUse;
  /** As the integrator gave it. */
  readonly address: string;
}

/** What came of looking at an address: nothing of the answer but its status. */
export type AddressFinding =
  | { readonly kind: 'answered'; readonly status: number; readonly fine: boolean }
  | { readonly kind: 'failed'; readonly reason: SendFailure };

/** How long one address, and all of them together, may take; and how many are asked at a time. */
export const addressCheckLimits = { oneMs: 5 * secondMs, allMs: 12 * secondMs, atOnce: 5 } as const;

const LOOKS_OF_INTEGRATION_MAX = 10;
const LOOKS_OF_ACCOUNT_MAX = 30;

/** Where looks are counted: of an integration, and of all that its account develops, which may be two hundred. */
export function addressCheckBuckets(about: {
  readonly accountId: number;
  readonly integrationId: string;
}): readonly Bucket[] {
  return [
    { key: `address check ${about.integrationId}`, windowMs: 10 * minuteMs, max: LOOKS_OF_INTEGRATION_MAX },
    { key: `address checks of ${about.accountId}`, windowMs: hourMs, max: LOOKS_OF_ACCOUNT_MAX },
  ];
}

/** Every address of an integration that a browser or the platform goes to. */
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

/** What is asked for: the address without its query, which might mean something to its server. */
export function plainAddress(address: string): string {
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  return url.href;
}

/**
 * Whether an answer says that somebody is there: any below 500. Without a code, a signature or a person, a server that
 * works can answer no better than with a refusal.
 */
export function findingOf(
  answer:
    { readonly kind: 'answered'; readonly status: number } | { readonly kind: 'failed'; readonly reason: SendFailure },
): AddressFinding {
  if (answer.kind === 'failed') return { kind: 'failed', reason: answer.reason };
  return { kind: 'answered', status: answer.status, fine: answer.status < 500 };
}
