import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chooseWidget, saveText, secretAssociatedData, uploadWidget } from '@pristan/flows';
import type { World } from '../environment/open.ts';
import { repositoryRoot } from '../config/settings.ts';
import { openWidget } from '../registry/archive.ts';
import { sanitizeDescription } from '../environment/sanitize-description.ts';
import { storeLogo } from '../registry/logo.ts';
import { accountNamed, addMember, createAccount, createUser } from './accounts.ts';
import { createIntegrationCommand, publishIntegrationCommand } from './integrations.ts';
import { CommandRefused } from './program.ts';
import { shopLogo, warehouseLogo } from './demo-logos.ts';

/** A demo user, with the password generated for this data directory. */
export interface DemoUser {
  readonly email: string;
  readonly password: string;
  readonly is: string;
}

/** Users and example integration that the demo was seeded with. */
export interface SeededDemo {
  readonly people: readonly DemoUser[];
  readonly shop: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUri: string;
    readonly site: string;
  };
}

interface Remembered {
  readonly people: readonly DemoUser[];
  readonly shopClientId: string;
}

/** Subdomains of the two demo accounts. */
export const demoSubdomains = ['north', 'berth'] as const;

const FILE = 'demo.json';

/** Origin of the demo's example site: the next port, under a host name that does not receive the platform's cookie. */
export function shopSite(port: number): string {
  return `http://shop.localhost:${port + 1}`;
}

/**
 * Seeds two accounts, four people, a published and a private integration; does nothing in a store that already has
 * them.
 *
 * @throws CommandRefused in production, and on a host that is not loopback: demo people must never be reachable from
 * elsewhere
 */
export async function seedDemo(world: World): Promise<SeededDemo> {
  if (!world.config.local) {
    throw new CommandRefused(
      'Demo data is only for a development server on loopback. Set NODE_ENV=development, and PRISTAN_PUBLIC_URL to a localhost address.',
    );
  }
  const site = shopSite(world.config.port);
  const remembered = (await recall(world)) ?? (await seed(world, site));
  const clientSecret = await shopSecret(world, remembered.shopClientId);
  return {
    people: remembered.people,
    shop: { clientId: remembered.shopClientId, clientSecret, redirectUri: `${site}/callback`, site },
  };
}

/**
 * Reads the client secret of the demo's integration for the process of the example site. No person sees it, so no admin
 * is notified.
 */
async function shopSecret(world: World, clientId: string): Promise<string> {
  const shop = await world.store.registry.integrationAnywhere(clientId);
  const stored = shop && (await world.store.registry.secret(shop.accountId, clientId));
  if (stored === undefined)
    throw new CommandRefused(`The demo's integration ${clientId} was deleted. Start with an empty PRISTAN_DATA_DIR.`);
  return world.vault.open(secretAssociatedData(stored.secretId), stored.sealed);
}

/** Ends all sessions of demo people, for a platform whose public URL has become one that others can open. */
export async function endDemoSessions({ db }: World): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where('user_id', 'in', db.selectFrom('users').select('id').where('demo', '=', true))
    .execute();
}

/** Refuses to start in production with demo people in the store. @throws CommandRefused when there are any */
export async function refuseDemoInProduction(world: World): Promise<void> {
  const demo = await world.db.selectFrom('users').select('id').where('demo', '=', true).limit(1).executeTakeFirst();
  if (demo !== undefined) {
    throw new CommandRefused('This store holds demo people with known passwords. Start production with another store.');
  }
}

async function seed(world: World, site: string): Promise<Remembered> {
  const people = [
    { email: 'olga@pristan.example', name: 'Ольга Ветрова', language: 'ru', is: 'admin of both accounts, in Russian' },
    { email: 'anna@pristan.example', name: 'Anna Harbour', language: 'en', is: 'admin of both accounts, in English' },
    { email: 'ivan@pristan.example', name: 'Ivan Petrov', language: 'en', is: 'admin of North Wind, in English' },
    { email: 'maria@pristan.example', name: 'Мария Лодкина', language: 'ru', is: 'member of North Wind, in Russian' },
  ].map((person) => ({ ...person, password: randomBytes(9).toString('base64url') }));
  const names = { north: 'North Wind', berth: 'Причал' };
  for (const subdomain of demoSubdomains) await createAccount(world, { subdomain, name: names[subdomain] });
  for (const person of people) await createUser(world, { ...person, demo: true });
  const places = [
    ['north', 'olga', 'admin'],
    ['berth', 'olga', 'admin'],
    ['north', 'anna', 'admin'],
    ['berth', 'anna', 'admin'],
    ['north', 'ivan', 'admin'],
    ['north', 'maria', 'member'],
  ] as const;
  for (const [account, who, role] of places) await addMember(world, { account, email: `${who}@pristan.example`, role });

  const shop = await createIntegrationCommand(world, {
    account: 'berth',
    name: 'Gull Shop',
    language: 'en',
    summary: 'Orders from the shop become deals in your account, with the customer and the goods.',
    description:
      '<p>Gull Shop is the example integration of this demo. It reads the name of your account and nothing else.</p><ul><li>Every order becomes a deal</li><li>Customers are found by phone or e-mail</li></ul>',
    redirectUri: `${site}/callback`,
    disconnectUri: `${site}/disconnect`,
    scope: ['crm', 'notifications'],
    public: true,
    logoHash: await logoHash(world, shopLogo),
  });
  await putRussianText(world, 'berth', shop.client_id);
  await putWidget(world, 'berth', shop.client_id);
  await publishIntegrationCommand(world, shop.client_id);
  await createIntegrationCommand(world, {
    account: 'north',
    name: 'Warehouse sync',
    language: 'en',
    summary: 'Our own script that keeps the stock up to date.',
    redirectUri: 'http://localhost/warehouse/callback',
    scope: ['crm'],
    logoHash: await logoHash(world, warehouseLogo),
  });
  const remembered = {
    people: people.map(({ email, password, is }) => ({ email, password, is })),
    shopClientId: shop.client_id,
  };
  await writeFile(path.join(world.config.dataDir, FILE), JSON.stringify(remembered), { mode: 0o600 });
  return remembered;
}

/** Adds the Russian description of the demo's integration. */
async function putRussianText(world: World, account: string, integrationId: string): Promise<void> {
  const { accountId } = await accountNamed(world, account);
  const kept = await saveText(world, {
    accountId,
    integrationId,
    by: 'operator',
    expectedVersion: 1,
    text: {
      language: 'ru',
      summary: 'Заказы из магазина становятся сделками в вашем аккаунте, с покупателем и товарами.',
      descriptionHtml: sanitizeDescription(
        '<p>Gull Shop — пример интеграции для этого демо. Она читает название вашего аккаунта и больше ничего.</p><ul><li>Каждый заказ становится сделкой</li><li>Покупатель находится по телефону или почте</li></ul>',
      ),
    },
  });
  if (kept.kind !== 'kept') throw new Error(`the demo’s own text is refused: ${JSON.stringify(kept)}`);
}

async function putWidget(world: World, account: string, integrationId: string): Promise<void> {
  const bytes = await readFile(path.join(repositoryRoot(), 'examples/shop/dist/widget.zip'));
  const opened = await openWidget(bytes);
  if (opened.kind !== 'widget') throw new Error(`the demo’s own widget is refused: ${JSON.stringify(opened)}`);
  const { accountId } = await accountNamed(world, account);
  const about = { accountId, integrationId, by: 'operator' } as const;
  const { kind: _, ...widget } = opened;
  await uploadWidget(world, about, { ...widget, bytes });
  await chooseWidget(world, about, 1);
}

async function recall(world: World): Promise<Remembered | undefined> {
  const seeded = await world.store.accounts.accountByName('north');
  if (seeded === undefined) return undefined;
  try {
    return JSON.parse(await readFile(path.join(world.config.dataDir, FILE), 'utf8')) as Remembered;
  } catch {
    throw new CommandRefused(
      `This store was seeded before, but ${FILE} is not in the data directory. Start with an empty PRISTAN_DATA_DIR.`,
    );
  }
}

async function logoHash(world: World, svg: string): Promise<string> {
  const { default: sharp } = await import('sharp');
  const logo = await storeLogo(world, await sharp(Buffer.from(svg)).png().toBuffer());
  if (logo.kind === 'refuse') throw new Error(`the demo's own logo was refused: ${logo.reason}`);
  return logo.hash;
}
