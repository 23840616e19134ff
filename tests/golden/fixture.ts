import type { Integration } from '../harness/fixtures.ts';
import { anAccount } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, manualClock } from '../harness/platform.ts';
import type { Placeholders } from './placeholders.ts';
import { openPlaceholders } from './placeholders.ts';

/** A platform with two accounts: `demo` with an admin and a member, and `other` with another admin. */
export interface GoldenFixture {
  readonly platform: Platform;
  readonly demo: Awaited<ReturnType<typeof anAccount>>;
  readonly other: Awaited<ReturnType<typeof anAccount>>;
  /** Opens the placeholders of a journey; accounts, people and keys that every journey meets have names in them. */
  readonly places: () => Placeholders;
}

/** @param named further values that every journey meets, each with the name of its placeholder */
export async function openGoldenFixture(
  variables: Readonly<Record<string, string>> = {},
  named: Readonly<Record<string, string>> = {},
): Promise<GoldenFixture> {
  const clock = manualClock(Date.UTC(2026, 4, 12, 9));
  const platform = await openPlatform(variables, undefined, clock);
  const demo = await anAccount(platform, 'demo', true);
  const other = await anAccount(platform, 'other');
  const { keys } = (await platform.inject({ url: '/.well-known/jwks.json' })).json<{ keys: { kid: string }[] }>();
  const names = new Map([
    ...keys.map(({ kid }) => [kid, `${kid.startsWith('h') ? 'h' : 'sl'}<key>`] as const),
    ...Object.entries(named).map(([value, name]) => [value, `<${name}>`] as const),
    [String(demo.id), '<account demo>'],
    [String(other.id), '<account other>'],
    [String(demo.admin.id), '<admin>'],
    [String(demo.member?.id), '<member>'],
    [String(other.admin.id), '<stranger>'],
  ]);
  return { platform, demo, other, places: () => openPlaceholders(names, () => clock.now()) };
}

export const admin = { account: 'demo', email: 'admin@demo.test' } as const;
export const member = { account: 'demo', email: 'member@demo.test' } as const;

/** Gives an integration's ID and secret their names in the record. */
export function named(places: Placeholders, integration: Integration, name = 'client'): Integration {
  places.name(integration.client_id, name);
  places.name(integration.client_secret, `${name} secret`);
  return integration;
}
