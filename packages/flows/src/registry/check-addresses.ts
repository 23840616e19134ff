import type { AddressFinding, AddressToCheck } from '@pristan/rules';
import {
  addressCheckBuckets,
  addressCheckLimits,
  addressesToCheck,
  addressFinding,
  permits,
  plainAddress,
} from '@pristan/rules';
import { countAttempt } from '../limits.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, SecretHasher } from '../ports/environment.ts';

export interface AddressCheckEnvironment {
  readonly clock: Clock;
  readonly secrets: SecretHasher;
  readonly outbound: Pick<Outbound, 'send'>;
  readonly store: Pick<Store, 'registry' | 'installs' | 'throttles'>;
}

export type CheckedAddress = AddressToCheck & { readonly finding: AddressFinding };

export type AddressCheck =
  | { readonly kind: 'checked'; readonly addresses: readonly CheckedAddress[] }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'refuse'; readonly reason: 'forbidden' | 'unknown' };

/**
 * Requests the stored URLs of an integration through the guarded HTTP client: a plain GET without a query, a few at a
 * time, within seconds in all. A URL that was not requested in that time counts as timed out.
 */
export async function checkAddresses(
  env: AddressCheckEnvironment,
  about: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly by: { readonly userId: number };
  },
): Promise<AddressCheck> {
  const { accountId, integrationId, by } = about;
  const membership = await env.store.installs.membership(accountId, by.userId);
  if (!permits(membership, 'address.check')) return { kind: 'refuse', reason: 'forbidden' };
  const integration = await env.store.registry.integration(accountId, integrationId);
  if (integration === undefined) return { kind: 'refuse', reason: 'unknown' };
  const counted = await countAttempt(env, addressCheckBuckets(about));
  if (counted.kind === 'wait') return counted;
  const wanted = addressesToCheck(integration.fields);
  const findings = await askAll(env, [...new Set(wanted.map(({ address }) => plainAddress(address)))]);
  return {
    kind: 'checked',
    addresses: wanted.map((one) => ({ ...one, finding: findings.get(plainAddress(one.address)) ?? late })),
  };
}

const late: AddressFinding = { kind: 'failed', reason: 'timeout' };

async function askAll(
  { clock, outbound }: Pick<AddressCheckEnvironment, 'clock' | 'outbound'>,
  urls: readonly string[],
): Promise<ReadonlyMap<string, AddressFinding>> {
  const { oneMs, allMs, atOnce } = addressCheckLimits;
  const endsAt = clock.now() + allMs;
  const findings = new Map<string, AddressFinding>();
  const left = [...urls];
  const work = async (): Promise<void> => {
    for (let url = left.shift(); url !== undefined; url = left.shift()) {
      const timeoutMs = Math.min(oneMs, endsAt - clock.now());
      if (timeoutMs <= 0) return;
      // The response body is never shown, so none of it is read.
      findings.set(
        url,
        addressFinding(
          await outbound.send({ method: 'GET', url, headers: {}, timeoutMs, answerBytesMax: 0, aside: true }),
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return findings;
}
