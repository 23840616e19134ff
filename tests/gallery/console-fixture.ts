import sharp from 'sharp';
import { addMember, createAccount, createUser } from '../../apps/server/src/cli/accounts.ts';
import { shopLogo } from '../../apps/server/src/cli/demo-logos.ts';
import {
  createIntegrationCommand,
  issueCode,
  publishIntegrationCommand,
} from '../../apps/server/src/cli/integrations.ts';
import { storeLogo } from '../../apps/server/src/registry/logo.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import type { ApiCaller } from '../harness/api-caller.ts';
import { apiCaller, sessionCookie } from '../harness/api-caller.ts';
import { aUser, password, tokens } from '../harness/fixtures.ts';
import { aClone } from '../harness/clones.ts';
import type { Platform } from '../harness/platform.ts';
import type { Receiver } from '../harness/receiver.ts';
import { aReceiver } from '../harness/receiver.ts';
import { manifest, widgetZip } from '../harness/widget.ts';
import { disableInstallation } from '@pristan/flows';

/** A platform with content for every page of the console, and one account without content. */
export interface ConsoleFixture {
  /** Id of the account that develops integrations. */
  readonly berth: number;
  /** Id of the account in which integrations are installed. */
  readonly north: number;
  readonly empty: number;
  readonly clientId: string;
  /** ID of a private integration that has a long-lived token. */
  readonly privateClientId: string;
  /** ID of an integration without widget, token or delivery. */
  readonly newClientId: string;
  /** ID of a published integration that was changed after its review. */
  readonly changedClientId: string;
  readonly deliveryId: string;
  /** `Cookie` headers, by language, of admins of all three accounts who read this language. */
  readonly cookies: { readonly ru: string; readonly en: string };
  close(): Promise<void>;
}

const dayMs = 86_400_000;

/** Fills a platform whose hooks may go to loopback with content for the console’s pages. */
export async function fillConsoleFixture(platform: Platform): Promise<ConsoleFixture> {
  const { world, clock } = platform;
  const there = await aReceiver(200);
  const dispatcher = startDispatcher(world);
  const berth = await createAccount(world, { subdomain: 'berth', name: 'Причал' });
  const north = await createAccount(world, { subdomain: 'north', name: 'Северный ветер' });
  const empty = await createAccount(world, { subdomain: 'empty', name: 'Новая гавань' });
  const everywhere = { berth: 'admin', north: 'admin', empty: 'admin' } as const;
  const olga = await somebody(platform, 'Ольга Ветрова', 'olga.vetrova@prichal.example', everywhere);
  const ann = await aUser(platform, 'ann.seagull@prichal.example', everywhere, 'en');
  await somebody(platform, 'Мария Лодкина', 'maria.lodkina@sever.example', { north: 'member' });
  const left = await somebody(
    platform,
    'Константин Константинопольский',
    'konstantin.konstantinopolsky@sever.example',
    {
      north: 'member',
    },
  );
  const asOlga = await apiCaller(platform, olga);

  const clientId = await aShop(platform, there);
  await itsWidget(asOlga, berth.id, clientId);
  await well(
    asOlga('PUT', `/accounts/${berth.id}/integrations/${clientId}/texts/en`, {
      version: 1,
      summary: 'Orders of the shop become deals in your account, with buyer and goods.',
      description: '<p>Every order becomes a deal.</p>',
    }),
  );
  await publishIntegrationCommand(world, clientId);
  const changedClientId = await changedSince(asOlga, world, berth.id);
  const keys = await keysOf(asOlga, berth.id, clientId);
  for (const email of ['olga.vetrova@prichal.example', 'maria.lodkina@sever.example'])
    await tokens(platform, keys, { account: 'north', email });
  await issueCode(world, { clientId, account: 'north', email: 'konstantin.konstantinopolsky@sever.example' });
  await issueCode(world, { clientId, account: 'berth', email: 'olga.vetrova@prichal.example' });
  await calls(platform, north.id);
  await well(asOlga('PATCH', `/accounts/${north.id}/members/${left.id}`, { state: 'deactivated' }));
  await well(
    asOlga('POST', `/accounts/${north.id}/invitations`, {
      email: 'vera.yakornaya@sever.example',
      name: 'Вера Якорная',
      role: 'admin',
      language: 'ru',
    }),
  );

  const second = await createIntegrationCommand(world, {
    account: 'berth',
    name: 'Складской учёт и отгрузки',
    summary: 'Остатки на складе всегда верны.',
    redirectUri: 'https://sklad.example/callback',
  });
  const nightly = await createIntegrationCommand(world, {
    account: 'berth',
    name: 'Ночные отчёты',
    redirectUri: 'https://otchet.example/callback',
  });
  await issueCode(world, { clientId: nightly.client_id, account: 'berth', email: 'olga.vetrova@prichal.example' });
  await well(
    asOlga('POST', `/accounts/${berth.id}/integrations/${nightly.client_id}/tokens`, {
      name: 'Ночной отчёт',
      expires_at: Math.floor(clock.now() / 1000) + 200 * 86_400,
    }),
  );
  await someAccessTokens(asOlga, await apiCaller(platform, ann), { berth: berth.id, clientId });
  await someNotices(platform, north.id);
  const deliveryId = await someDeliveries(platform, { there, berth: berth.id, clientId, asOlga });
  await someClones(platform, there);
  return {
    berth: berth.id,
    north: north.id,
    empty: empty.id,
    clientId,
    privateClientId: nightly.client_id,
    newClientId: second.client_id,
    changedClientId,
    deliveryId,
    cookies: { ru: await sessionCookie(platform, olga.id), en: await sessionCookie(platform, ann.id) },
    async close() {
      await dispatcher.stop();
      await there.close();
    },
  };
}

async function somebody(
  { world }: Platform,
  name: string,
  email: string,
  places: Readonly<Record<string, 'admin' | 'member'>>,
): Promise<{ readonly id: number }> {
  const user = await createUser(world, { email, name, password, language: 'ru' });
  for (const [account, role] of Object.entries(places)) await addMember(world, { account, email, role });
  return user;
}

async function aShop({ world }: Platform, there: Receiver): Promise<string> {
  const logo = await storeLogo(world, await sharp(Buffer.from(shopLogo)).png().toBuffer());
  if (logo.kind === 'refuse') throw new Error(logo.reason);
  const { client_id } = await createIntegrationCommand(world, {
    account: 'berth',
    name: 'Чайка: магазин',
    summary: 'Заказы из магазина становятся сделками в вашем аккаунте, с покупателем и товарами.',
    description: '<p>Каждый заказ становится сделкой.</p><ul><li>Покупатель находится по телефону</li></ul>',
    redirectUri: `${there.origin}/callback`,
    buttonOrigin: ['https://chaika.example'],
    disconnectUri: `${there.origin}/disconnect`,
    scope: ['crm', 'notifications', 'files'],
    public: true,
    logoHash: logo.hash,
  });
  return client_id;
}

async function changedSince(caller: ApiCaller, world: Platform['world'], accountId: number): Promise<string> {
  const { client_id } = await createIntegrationCommand(world, {
    account: 'berth',
    name: 'Чайка: доставка',
    redirectUri: 'https://dostavka.chaika.example/callback',
    public: true,
  });
  await publishIntegrationCommand(world, client_id);
  await well(
    caller('PATCH', `/accounts/${accountId}/integrations/${client_id}`, {
      version: 1,
      redirect_uri: 'https://app.other.example/callback',
      scopes: ['crm', 'files'],
      description: '<p><a href="https://pay.other.example/">Оплата</a></p>',
    }),
  );
  return client_id;
}

async function itsWidget(caller: ApiCaller, accountId: number, clientId: string): Promise<void> {
  const path = `/accounts/${accountId}/integrations/${clientId}`;
  for (const version of ['1.0.0', '1.1.0']) {
    const zip = await widgetZip({ 'manifest.json': { ...manifest, widget: { ...manifest.widget, version } } });
    await well(caller('POST', `${path}/widgets`, zip, { 'content-type': 'application/zip' }));
  }
  await well(caller('PUT', `${path}/widgets/live`, { number: 1 }));
}

async function keysOf(caller: ApiCaller, accountId: number, clientId: string) {
  const path = `/accounts/${accountId}/integrations/${clientId}`;
  const { redirect_uri } = (await well(caller('GET', path))).json<{ redirect_uri: string }>();
  const { client_secret } = (await well(caller('GET', `${path}/secret`))).json<{ client_secret: string }>();
  return { client_id: clientId, client_secret, redirectUri: redirect_uri };
}

/** Adds thirty days of API calls, more on working days. */
async function calls({ world, clock }: Platform, accountId: number): Promise<void> {
  const grants = await world.db.selectFrom('grants').select('id').where('account_id', '=', accountId).execute();
  const today = clock.now() - (clock.now() % dayMs);
  await world.store.uses.add(
    grants.slice(0, 2).flatMap(({ id }, which) =>
      Array.from({ length: 30 }, (_, ago) => ({
        accountId,
        grantId: id,
        dayStartsAt: today - ago * dayMs,
        calls: which === 0 ? (ago % 7 < 2 ? 12 : 180 + ((ago * 37) % 90)) : ago % 5,
        lastUsedAt: clock.now() - 600_000,
      })),
    ),
  );
}

/** Adds personal access tokens: one of the reader, one of another person for one integration, and a revoked one. */
async function someAccessTokens(
  own: ApiCaller,
  other: ApiCaller,
  { berth, clientId }: { readonly berth: number; readonly clientId: string },
): Promise<void> {
  const path = `/accounts/${berth}/access-tokens`;
  const abilities = ['widgets:write', 'deliveries:read'];
  await well(own('POST', path, { name: 'GitHub Actions', abilities }));
  await well(other('POST', path, { name: 'Nightly', abilities: ['deliveries:read'], client_id: clientId }));
  const old = { name: 'Старый сервер сборки', abilities: ['integrations:read'] };
  const { token_id } = (await well(own('POST', path, old))).json<{ token_id: string }>();
  await well(own('DELETE', `${path}/${token_id}`));
}

async function someNotices({ world: { db, random }, clock }: Platform, accountId: number): Promise<void> {
  const integration = 'Чайка: магазин';
  const told = [
    ['member_joined', { person: 'Мария Лодкина' }],
    [
      'receiver_failing',
      { integration, host: 'chaika.example', failingSince: clock.now() - 5 * dayMs, failure: 'timeout' },
    ],
    [
      'refresh_reused',
      {
        integration,
        firstUsedAt: clock.now() - dayMs,
        firstAddress: '203.0.113.7',
        reusedAt: clock.now(),
        reuseAddress: '198.51.100.24',
      },
    ],
  ] as const;
  for (const [index, [kind, facts]] of told.entries())
    await db
      .insertInto('notices')
      .values({
        id: random.uuid(),
        account_id: accountId,
        kind,
        facts: JSON.stringify(facts),
        created_at: clock.now() - (told.length - index) * 3_600_000,
      })
      .execute();
}

interface Sending {
  readonly there: Receiver;
  readonly berth: number;
  readonly clientId: string;
  readonly asOlga: ApiCaller;
}

/** Makes three accounts disconnect, the last while the receiver fails; returns the failed delivery's id. */
async function someDeliveries(platform: Platform, { there, berth, clientId, asOlga }: Sending): Promise<string> {
  const { world } = platform;
  there.answers(200, 200, { status: 503, body: '{"error":"maintenance"}' });
  for (const [index, name] of ['Маяк', 'Волна', 'Якорь'].entries()) {
    const subdomain = `guest${index + 1}`;
    const { id } = await createAccount(world, { subdomain, name });
    await aUser(platform, `admin@${subdomain}.example`, { [subdomain]: 'admin' });
    await issueCode(world, { clientId, account: subdomain, email: `admin@${subdomain}.example` });
    await disableInstallation(world, { accountId: id, integrationId: clientId, by: 'operator', press: undefined });
    await there.got(index + 1);
  }
  const give = AbortSignal.timeout(20_000);
  for (;;) {
    give.throwIfAborted();
    const { deliveries } = (await well(asOlga('GET', `/accounts/${berth}/integrations/${clientId}/deliveries`))).json<{
      deliveries: { delivery_id: string; last_status: number | null }[];
    }>();
    const failed = deliveries.find(({ last_status }) => last_status === 503);
    if (failed !== undefined) return failed.delivery_id;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Creates clones by the shop's metadata button in other accounts. */
async function someClones(platform: Platform, there: Receiver): Promise<void> {
  for (const [subdomain, name] of [
    ['kreyser', 'Крейсер'],
    ['shhuna', 'Шхуна'],
  ] as const) {
    const { id } = await createAccount(platform.world, { subdomain, name });
    const admin = await aUser(platform, `admin@${subdomain}.example`, { [subdomain]: 'admin' });
    await aClone(platform, { id, admin }, { origin: there.origin, name: 'Чайка: магазин' });
  }
}

async function well(answer: ReturnType<ApiCaller>): ReturnType<ApiCaller> {
  const response = await answer;
  if (response.statusCode >= 300) throw new Error(response.body);
  return response;
}
