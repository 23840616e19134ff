import type { ScaleSizes } from '@pristan/store';
import { isLoopbackName } from '@pristan/rules';
import { fillToScale } from '@pristan/store';
import type { World } from '../environment/open.ts';
import { addMember, createAccount } from './accounts.ts';
import { demoSubdomains } from './demo.ts';
import { CommandRefused } from './program.ts';

const subdomain = 'scale';
const technical = 'scale-makers';

/** Numbers of rows of one large platform, on which lists and pages are measured. */
export const largeSizes: ScaleSizes = {
  integrations: 10_000,
  accounts: 10_000,
  deliveries: 100_000,
  entries: 100_000,
  people: 5_000,
};

/**
 * Fills a store with two large accounts, for measurements. One has 10,000 installations, 5,000 people and 100,000 log
 * entries; the other develops what is installed there, and one of its integrations is in 10,000 accounts and has
 * 100,000 deliveries. Does nothing in a store that already has them. Nobody can sign in as one of these people.
 *
 * @param progress receives one line per part
 * @throws CommandRefused when the platform is not on loopback, or holds data other than the demo's, unless forced
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
  // The store is filled completely or not at all: rows there mean that it was filled.
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
  if (!isLoopbackName(new URL(world.config.publicUrl).hostname)) {
    throw new CommandRefused(
      'Data for measuring is only for a platform on loopback. Add --force to fill this one nevertheless.',
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
      `This store holds other accounts ("${real.subdomain}"). Use an empty PRISTAN_DATA_DIR, or add --force to fill it nevertheless.`,
    );
  }
}
