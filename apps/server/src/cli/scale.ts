import type { ScaleSizes } from '@pristan/store';
import { fillToScale } from '@pristan/store';
import { isLoopback } from '../config/settings.ts';
import type { World } from '../environment/open.ts';
import { addMember, createAccount } from './accounts.ts';
import { demoSubdomains } from './demo.ts';
import { CommandRefused } from './program.ts';

const subdomain = 'scale';
const technical = 'scale-makers';

/** What one large platform may hold; lists and pages are measured on it. */
export const largeSizes: ScaleSizes = {
  integrations: 10_000,
  accounts: 10_000,
  deliveries: 100_000,
  entries: 100_000,
  people: 5_000,
};

/**
 * Fills a store with two large accounts: one with 10,000 installations, 5,000 people and 100,000 entries in its log, one
 * that develops what is installed there, of which one integration stands in 10,000 accounts and has 100,000 deliveries. A
 * store that has them is left as it is. Nobody can sign in as one of these people.
 *
 * @param progress takes a line for each part
 * @throws CommandRefused off loopback, and beside data that is not the demo's, unless it is forced
 */
export async function seedScale(
  world: World,
  options: { readonly force: boolean; readonly sizes?: ScaleSizes },
  progress: (line: string) => void,
) {
  const { sizes = largeSizes } = options;
  if (!options.force) await refuseBesideReal(world);
  const accountId = await accountIn(world, subdomain, 'Scale Harbour');
  const technicalId = await accountIn(world, technical, 'Scale Makers');
  // Filled at once or not at all.
  if ((await world.store.registry.integrations(technicalId, { limit: 1 })).rows.length > 0)
    return { account: subdomain, technical_account: technical, filled: false };
  const place = { accountId, technicalId, integrationId: world.random.uuid(), sizes, now: world.clock.now() };
  await fillToScale(world.pool, place, (part, rows) => progress(`${part}: ${rows.toLocaleString('en')}`));
  const demo = await world.db.selectFrom('users').select('email').where('demo', '=', true).execute();
  for (const { email } of demo)
    for (const account of [subdomain, technical]) await addMember(world, { account, email, role: 'admin' });
  return { account: subdomain, technical_account: technical, filled: true, admins: demo.map(({ email }) => email) };
}

async function accountIn(world: World, name: string, title: string): Promise<number> {
  const found = await world.store.accounts.accountByName(name);
  return found?.accountId ?? (await createAccount(world, { subdomain: name, name: title })).id;
}

async function refuseBesideReal(world: World): Promise<void> {
  if (!isLoopback(new URL(world.config.publicUrl).hostname)) {
    throw new CommandRefused(
      'Data for measuring is only for a platform on loopback. Add --force if this one is for measuring too.',
    );
  }
  const real = await world.db
    .selectFrom('subdomains')
    .select('subdomain')
    .where('subdomain', 'not in', [...demoSubdomains, subdomain, technical])
    .where('subdomain', 'not like', 'quay-%')
    .limit(1)
    .executeTakeFirst();
  if (real !== undefined) {
    throw new CommandRefused(
      `This store holds other accounts ("${real.subdomain}"). Take an empty PRISTAN_DATA_DIR, or add --force to fill it nevertheless.`,
    );
  }
}
