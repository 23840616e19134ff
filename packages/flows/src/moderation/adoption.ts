import type { RefuseAdoption, StartAdoption } from '@pristan/rules';
import { decideRefuseAdoption, decideStartAdoption, notAdopting } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { PressedToken } from '../install/consent.ts';
import { readPress } from '../install/consent.ts';
import type { AdoptionRow } from '../ports/moderation-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random } from '../ports/world.ts';

export interface AdoptionEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Pick<Store, 'moderation' | 'installs' | 'commit'>;
}

/** What an integration could adopt now, and what it has adopted: numbers only. */
export interface AdoptionCard {
  readonly origin: string;
  readonly refused: 'not_published' | 'integration_stopped' | 'origin_changed' | undefined;
  readonly accounts: number;
  readonly clones: number;
  readonly adoptions: readonly AdoptionRow[];
}

/** @returns `undefined` when the account has no such integration */
export async function adoptionCard(
  env: Pick<AdoptionEnvironment, 'store'>,
  accountId: number,
  integrationId: string,
): Promise<AdoptionCard | undefined> {
  const { moderation } = env.store;
  const adopter = await moderation.adopter(accountId, integrationId);
  if (adopter === undefined) return undefined;
  const refused = notAdopting(adopter)?.reason;
  const { origin } = adopter;
  // How many clones an address has is told to nobody whose address was not looked at.
  const found = refused === undefined ? await moderation.adoptable(origin) : { accounts: 0, clones: 0 };
  return { origin, refused, ...found, adoptions: await moderation.adoptions(integrationId) };
}

/** Announces to every account with a clone that it will be adopted in seven days. */
export async function startAdoption(
  env: AdoptionEnvironment,
  question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly by: { readonly userId: number; readonly address: string };
  },
): Promise<StartAdoption> {
  const { accountId, integrationId, by } = question;
  const { moderation, installs } = env.store;
  const adoptionId = env.random.uuid();
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => {
      const adopter = await moderation.adopter(accountId, integrationId);
      return {
        adopter,
        clones: adopter === undefined ? 0 : (await moderation.adoptable(adopter.origin)).clones,
        membership: await installs.membership(accountId, by.userId),
      };
    },
    ({ membership, ...facts }) => decideStartAdoption(facts, { actor: by, membership, adoptionId }, now),
  );
}

export interface RefuseQuestion {
  readonly accountId: number;
  readonly adoptionId: string;
  readonly by: { readonly userId: number; readonly address: string };
  readonly press: PressedToken | undefined;
}

/** Keeps an account's clones as they are. */
export async function refuseAdoption(env: AdoptionEnvironment, question: RefuseQuestion): Promise<RefuseAdoption> {
  const { accountId, adoptionId, by, press } = question;
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      asked: await env.store.moderation.askedFacts(accountId, adoptionId),
      membership: await env.store.installs.membership(accountId, by.userId),
      press: await readPress(env, press),
    }),
    ({ asked, ...request }) => decideRefuseAdoption(asked, { ...request, actor: by }, now),
  );
}
