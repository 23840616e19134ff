import type { RefuseAdoptionStatement, RefuseAdoption, StartAdoption } from '@pristan/rules';
import {
  adoptedClonesMax,
  decideRefuseAdoption,
  decideStartAdoption,
  notAdopting,
  refuseAdoptionStatement,
} from '@pristan/rules';
import { readAudiences } from '../audience.ts';
import { carryOut } from '../carry-out.ts';
import type { NotCarriedOut, SubmittedConfirmation } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { AdoptionRow } from '../ports/moderation-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, Vault } from '../ports/environment.ts';

export interface AdoptionEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly store: Pick<Store, 'moderation' | 'installs' | 'accounts' | 'notices' | 'commit'>;
}

/** Number of clones that an integration could adopt, and its adoptions so far. Names no account. */
export interface AdoptionCard {
  readonly origin: string;
  readonly refused: 'not_published' | 'integration_stopped' | 'origin_changed' | undefined;
  readonly accounts: number;
  readonly clones: number;
  readonly adoptions: readonly AdoptionRow[];
}

/** Reads the adoption card of an integration. @returns `undefined` when the account has no such integration */
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
  // Clones are not counted for a web origin that no publication has reviewed.
  const found = refused === undefined ? await moderation.adoptable(origin) : { accounts: 0, clones: 0 };
  return { origin, refused, ...found, adoptions: await moderation.adoptions(integrationId) };
}

/** Starts an adoption: announces to every account with a clone that the clone will be adopted in seven days. */
export async function startAdoption(
  env: AdoptionEnvironment,
  question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly by: { readonly userId: number; readonly address: string };
  },
): Promise<StartAdoption> {
  const { accountId, integrationId, by } = question;
  const { moderation, installs, accounts } = env.store;
  const adoptionId = env.random.uuid();
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => {
      const adopter = await moderation.adopter(accountId, integrationId);
      // Other accounts' admins are read only for an integration that may adopt.
      const mayAdopt = adopter !== undefined && notAdopting(adopter) === undefined;
      const clones = mayAdopt ? await moderation.adoptableClones(adopter.origin, adoptedClonesMax) : [];
      return {
        adopter,
        owner: (await accounts.account(accountId))?.name ?? '',
        clones,
        accounts: await readAudiences(env, [...new Set(clones.map((clone) => clone.accountId))]),
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
  readonly press: SubmittedConfirmation<RefuseAdoptionStatement> | undefined;
}

/** Refuses an adoption in one account: the account's clones stay as they are. */
export async function refuseAdoption(
  env: AdoptionEnvironment,
  question: RefuseQuestion & { readonly press: undefined },
): Promise<RefuseAdoption>;
export async function refuseAdoption(
  env: AdoptionEnvironment,
  question: RefuseQuestion,
): Promise<RefuseAdoption | NotCarriedOut>;
export async function refuseAdoption(
  env: AdoptionEnvironment,
  question: RefuseQuestion,
): Promise<RefuseAdoption | NotCarriedOut> {
  const { accountId, adoptionId, by, press } = question;
  const now = env.clock.now();
  return carryOutConfirmed(env, press, {
    read: async () => ({
      asked: await env.store.moderation.askedFacts(accountId, adoptionId),
      membership: await env.store.installs.membership(accountId, by.userId),
      stated: press && (await readRefuseAdoptionStatement(env, { accountId, adoptionId })),
    }),
    state: ({ stated }) => stated,
    decide: ({ asked, membership }) => decideRefuseAdoption(asked, { actor: by, membership }, now),
  });
}

/**
 * The statement of the page that refuses an adoption, so that the account's clones stay. @returns `undefined` when no
 * clone of the account waits for the adoption
 */
export async function readRefuseAdoptionStatement(
  env: Pick<AdoptionEnvironment, 'store'>,
  { accountId, adoptionId }: { readonly accountId: number; readonly adoptionId: string },
): Promise<RefuseAdoptionStatement | undefined> {
  const [account, rows] = await Promise.all([
    env.store.accounts.account(accountId),
    env.store.moderation.asked(accountId),
  ]);
  const adoption = rows.find((row) => row.adoptionId === adoptionId && row.clones.pending > 0);
  if (account === undefined || adoption === undefined) return undefined;
  return refuseAdoptionStatement({ accountId, name: account.name }, adoption);
}
