import { publishIntegration } from '@pristan/flows';
import { hostsOfLinks } from '@pristan/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { publishIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';
import { anIntegration } from '../../harness/fixtures.ts';
import { widgetZip } from '../../harness/widget.ts';
import type { RegistryFixture } from './fixture.ts';
import { openRegistryFixture } from './fixture.ts';
import { line } from '../../harness/checked-text.ts';

let stand: RegistryFixture;
let clientId: string;
let path: string;
let version: number;
beforeAll(async () => {
  stand = await openRegistryFixture();
});
beforeEach(async () => {
  clientId = (await anIntegration(stand.platform, 'demo')).client_id;
  path = `${stand.integrations}/${clientId}`;
  version = 1;
});
afterAll(async () => stand.platform.close());

interface Body {
  readonly version: number;
  readonly unreviewed_changes: readonly { fact: string; reviewed: string[]; now: string[] }[];
}

async function edit(fields: object): Promise<void> {
  const edited = await stand.admin('PATCH', path, { version, ...fields });
  expect(edited.statusCode, edited.body).toBe(200);
  version = edited.json<Body>().version;
}

async function unreviewed() {
  return (await stand.admin('GET', path)).json<Body>().unreviewed_changes;
}

const publish = async () => publishIntegrationCommand(stand.platform.world, clientId);

async function rows() {
  return stand.platform.world.db
    .selectFrom('publications')
    .select(['number', 'facts'])
    .where('integration_id', '=', clientId)
    .orderBy('number')
    .execute();
}

describe('publishing', () => {
  test('publishing freezes every reviewed fact of an integration', async () => {
    const { client_id } = await anIntegration(stand.platform, 'demo', { kind: 'unmoderated' });
    const own = `${stand.integrations}/${client_id}`;
    await stand.admin('PATCH', own, {
      version: 1,
      button_origins: ['https://www.shop.test'],
      disconnect_uri: 'https://shop.test/bye',
      description: '<p><a href="https://docs.shop.test/start">Docs</a></p>',
    });
    await stand.admin('PUT', `${own}/texts/en`, {
      version: 2,
      summary: 'Mail',
      description: '<a href="mailto:help@support.test?subject=Hi">Write</a>',
    });
    await stand.admin('POST', `${own}/widgets`, await widgetZip(), { 'content-type': 'application/zip' });
    await stand.admin('PUT', `${own}/widgets/live`, { number: 1 });
    expect((await stand.admin('GET', own)).json<Body>().unreviewed_changes).toEqual([]);
    await publishIntegrationCommand(stand.platform.world, client_id);
    const row = await stand.platform.world.db
      .selectFrom('publications')
      .selectAll()
      .where('integration_id', '=', client_id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      number: 1,
      facts: {
        name: 'Acme Mail',
        developer: 'Account demo',
        scopes: ['crm'],
        redirectUri: 'https://shop.test/callback',
        buttonOrigins: ['https://www.shop.test'],
        disconnectUri: 'https://shop.test/bye',
        links: ['https://docs.shop.test', 'mailto:help@support.test'],
        widget: { number: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    });
    expect((await stand.admin('GET', own)).json<Body>().unreviewed_changes).toEqual([]);
  });

  test('publishing writes no row if nothing changed', async () => {
    expect(await publish()).toEqual({ client_id: clientId, kind: 'public', reviewed: [] });
    expect(await rows()).toHaveLength(1);
  });

  test('publishing writes a row after changes, and the changes count as reviewed', async () => {
    await edit({ name: 'Acme Post', scopes: ['crm', 'files'] });
    expect(await unreviewed()).toEqual([
      { fact: 'scopes', reviewed: ['crm'], now: ['crm', 'files'] },
      { fact: 'name', reviewed: ['Acme Mail'], now: ['Acme Post'] },
    ]);
    expect(await publish()).toEqual({ client_id: clientId, kind: 'public', reviewed: ['scopes', 'name'] });
    expect((await rows()).map(({ number, facts }) => [number, facts.name])).toEqual([
      [1, 'Acme Mail'],
      [2, 'Acme Post'],
    ]);
    expect(await unreviewed()).toEqual([]);
  });

  test('an unreviewed change that is edited back is no longer listed', async () => {
    await edit({ redirect_uri: 'https://app.other.test/' });
    expect(await unreviewed()).toHaveLength(1);
    await edit({ redirect_uri: 'https://shop.test/callback' });
    expect(await unreviewed()).toEqual([]);
  });

  test('publishing twenty times at once after one change writes one row', async () => {
    await edit({ name: 'Acme Post' });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => publishIntegration(stand.platform.world, clientId)),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'published'));
    expect((await rows()).map(({ number }) => number)).toEqual([1, 2]);
    const recorded = await stand.platform.world.db
      .selectFrom('audit')
      .select('facts')
      .where('kind', '=', 'integration_published')
      .where('integration_id', '=', clientId)
      .execute();
    expect(recorded).toHaveLength(2);
  });

  test('publishing never freezes an edit that it has not read', async () => {
    const { world } = stand.platform;
    let edits = 0;
    const store = {
      ...world.store,
      registry: {
        ...world.store.registry,
        async publishFacts(integrationId: string) {
          const facts = await world.store.registry.publishFacts(integrationId);
          if (edits++ === 0) await edit({ scopes: ['crm', 'files'] });
          return facts;
        },
      },
    };
    await edit({ name: 'Acme Post' });
    await publishIntegration({ ...world, store }, clientId);
    expect(edits).toBe(2);
    expect((await rows()).at(-1)?.facts).toMatchObject({ name: 'Acme Post', scopes: ['crm', 'files'] });
  });
});

describe('the list of unreviewed changes', () => {
  test('the unreviewed changes name the host of a link in another language’s description', async () => {
    const description = '<p><a href="https://evil.test/pay?x=1">Pay</a></p>';
    await stand.admin('PUT', `${path}/texts/en`, { version, summary: 'Mail', description });
    expect(await unreviewed()).toEqual([{ fact: 'link_hosts', reviewed: [], now: ['evil.test'] }]);
  });

  test('the unreviewed changes name the live widget', async () => {
    await stand.admin('POST', `${path}/widgets`, await widgetZip(), { 'content-type': 'application/zip' });
    expect(await unreviewed()).toEqual([]);
    await stand.admin('PUT', `${path}/widgets/live`, { number: 1 });
    expect(await unreviewed()).toEqual([{ fact: 'widget', reviewed: [], now: ['1'] }]);
  });

  test('the unreviewed changes name the developer’s new name', async () => {
    const { db } = stand.platform.world;
    const account = db.updateTable('accounts').where('id', '=', stand.accountId);
    await account.set({ name: line('Bank of Demo') }).execute();
    expect(await unreviewed()).toEqual([{ fact: 'developer', reviewed: ['Account demo'], now: ['Bank of Demo'] }]);
    await account.set({ name: line('Account demo') }).execute();
  });

  test('the unreviewed changes are part of the list of integrations', async () => {
    await edit({ name: 'Acme Post' });
    const list = await stand.admin('GET', stand.integrations);
    const [newest] = list.json<{ integrations: Body[] }>().integrations;
    expect(newest?.unreviewed_changes.map(({ fact }) => fact)).toEqual(['name']);
  });

  test('the unreviewed changes are empty while a publication is withdrawn, and after publishing again', async () => {
    await edit({ name: 'Acme Post' });
    const taken = stand.platform.world.db.updateTable('integrations').where('id', '=', clientId);
    await taken.set({ published_at: null }).execute();
    expect(await unreviewed()).toEqual([]);
    await edit({ name: 'Acme Bank' });
    await publish();
    expect((await rows()).map(({ number, facts }) => [number, facts.name])).toEqual([
      [1, 'Acme Mail'],
      [2, 'Acme Bank'],
    ]);
    expect(await unreviewed()).toEqual([]);
  });

  test('an unpublished integration has no unreviewed changes', async () => {
    const { client_id } = await anIntegration(stand.platform, 'demo', { kind: 'unmoderated' });
    const own = `${stand.integrations}/${client_id}`;
    const edited = await stand.admin('PATCH', own, { version: 1, name: 'Acme Post' });
    expect(edited.json<Body>().unreviewed_changes).toEqual([]);
  });
});

describe('the hosts of a description’s links', () => {
  test.each([
    ['<a href="https://shop.test/a?b=1#c">x</a>', ['shop.test']],
    ["<A HREF='https://shop.test'>x</A>", ['shop.test']],
    ['<a\nhref=https://shop.test/a>x</a>', ['shop.test']],
    ['<a title="&quot; href=&quot;https://good.test" href="https://evil.test">x</a>', ['evil.test']],
    ['<a href="https://good.test" href="https://evil.test">x</a>', ['good.test']],
    ['<a href="https://good.test\\@evil.test/">x</a>', ['good.test']],
    ['<a href="https://good.test@evil.test/">x</a>', ['evil.test']],
    ['<a href="https:&#x2f;&#47;evil.test/">x</a>', ['evil.test']],
    ['<a href="https:\\\\evil.test/">x</a>', ['evil.test']],
    ['<a href="https:/\t/evil.test/">x</a>', ['evil.test']],
    ['<a href="ht\ntps://evil.test/">x</a>', ['evil.test']],
    ['<a href="https://a&amp;b.test/">x</a>', ['a&b.test']],
    ['<a href="mailto:help@shop.test?cc=a@b.test">x</a>', ['shop.test']],
    ['<a href="/about">x</a><a href="#top">y</a>', []],
    ['<a href="//evil.test">x</a>', []],
    ['&lt;a href="https://evil.test"&gt;', []],
    ['<p>https://evil.test</p>', []],
  ])('the hosts of a description’s links are those that a browser would open: %j', async (description, hosts) => {
    await edit({ description });
    const row = await stand.platform.world.db
      .selectFrom('integrations')
      .select(['links', 'description_html'])
      .where('id', '=', clientId)
      .executeTakeFirstOrThrow();
    expect(hostsOfLinks(row.links), row.description_html).toEqual(hosts);
  });
});
