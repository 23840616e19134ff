import { chooseWidget, publishIntegration } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manifest, png, widgetFiles, widgetZip } from '../../harness/widget.ts';
import { zipOf } from '../../harness/zip.ts';
import type { RegistryFixture } from './fixture.ts';
import { createdIntegration, openRegistryFixture } from './fixture.ts';
import { publishIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';

const zip = { 'content-type': 'application/zip' };
let stand: RegistryFixture;
let good: Buffer;
let path: string;

beforeAll(async () => {
  stand = await openRegistryFixture();
  good = await widgetZip();
  path = `${(await createdIntegration(stand)).path}/widgets`;
});
afterAll(() => stand.platform.close());

interface Version {
  readonly number: number;
  readonly live: boolean;
}

async function versions(): Promise<readonly (readonly [number, boolean])[]> {
  const list = await stand.admin('GET', path);
  return list.json<{ versions: Version[] }>().versions.map(({ number, live }) => [number, live] as const);
}

describe('a valid widget', () => {
  test('a valid widget is stored as an unpublished version and returned byte for byte', async () => {
    const uploaded = await stand.admin('POST', path, good, zip);
    expect(uploaded.statusCode).toBe(201);
    expect(uploaded.json()).toMatchObject({
      number: 1,
      live: false,
      archive_bytes: good.length,
      files: 10,
      version: '1.0.0',
      locales: ['ru', 'en'],
      name: { ru: 'Acme', en: 'Acme' },
      settings: [
        { key: 'login', required: true },
        { key: 'password', type: 'pass' },
      ],
    });
    const file = await stand.admin('GET', `${path}/1/archive`);
    expect(file.rawPayload.equals(good)).toBe(true);
    expect(file.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="widget.zip"',
      'x-content-type-options': 'nosniff',
    });
  });

  test('an integration has at most one live widget version, or none', async () => {
    expect((await stand.admin('POST', path, good, zip)).json()).toMatchObject({ number: 2 });
    expect((await stand.admin('PUT', `${path}/live`, { number: 1 })).statusCode).toBe(200);
    expect(await versions()).toEqual([
      [2, false],
      [1, true],
    ]);
    await stand.admin('PUT', `${path}/live`, { number: 2 });
    expect(await versions()).toEqual([
      [2, true],
      [1, false],
    ]);
    await stand.admin('PUT', `${path}/live`, { number: null });
    expect(await versions()).toEqual([
      [2, false],
      [1, false],
    ]);
  });

  test('the upload and publication of a widget are logged with who did it', async () => {
    const log = await stand.platform.world.db
      .selectFrom('audit')
      .select(['kind', 'user_id'])
      .where('kind', 'like', 'widget%')
      .execute();
    expect(log.map(({ kind }) => kind)).toEqual([
      'widget_uploaded',
      'widget_uploaded',
      'widget_chosen',
      'widget_chosen',
      'widget_chosen',
    ]);
    expect(log.every(({ user_id }) => user_id !== null)).toBe(true);
  });

  test('six widget uploads at once get six version numbers', async () => {
    const other = `${(await createdIntegration(stand)).path}/widgets`;
    const answers = await Promise.all(Array.from({ length: 6 }, () => stand.admin('POST', other, good, zip)));
    expect(answers.map((answer) => answer.json<Version>().number).toSorted((one, other) => one - other)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });
});

describe('refused widget uploads', () => {
  test('422 for an invalid widget names every file and member, and nothing is stored', async () => {
    const bytes = await widgetZip({ 'images/logo.png': 'none', 'manifest.json': '[]' });
    const refused = await stand.admin('POST', path, bytes, zip);
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      code: 'invalid_widget',
      errors: [
        { file: 'manifest.json', field: '', code: 'wrong_type', detail: 'The type is wrong.' },
        { file: 'images/logo.png', field: '', code: 'broken_picture' },
      ],
    });
    expect(await versions()).toHaveLength(2);
  });

  test('413 for a widget above 20 MiB, 415 for JSON, 404 for an unknown version', async () => {
    expect((await stand.admin('POST', path, Buffer.alloc(20 * 1024 * 1024 + 1), zip)).statusCode).toBe(413);
    expect((await stand.admin('POST', path, {})).statusCode).toBe(415);
    expect((await stand.admin('GET', `${path}/9/archive`)).json()).toMatchObject({ code: 'widget_not_found' });
    expect((await stand.admin('PUT', `${path}/live`, { number: 9 })).json()).toMatchObject({
      code: 'widget_not_found',
    });
  });

  test('422 for a widget file with a false size, a link, encryption, an inner archive, a path outside, or extreme compression', async () => {
    const files = await widgetFiles();
    const data = Buffer.from('x');
    for (const [entry, code] of [
      [{ path: '../evil.js', data }, 'unsafe_path'],
      [{ path: 'a\\evil.js', data }, 'unsafe_path'],
      [{ path: 'link', data, unixMode: 0o120777 }, 'is_a_link'],
      [{ path: 'a.js', data, flags: 1 }, 'encrypted'],
      [{ path: 'a.js', data, claimedBytes: 500 }, 'size_differs'],
      [{ path: 'more.zip', data: zipOf([{ path: 'x', data }]) }, 'nested_archive'],
      [{ path: 'a.js', data: Buffer.alloc(3_000_000) }, 'inflates_too_much'],
    ] as const) {
      const refused = await stand.admin('POST', path, zipOf([...files, entry]), zip);
      expect([refused.statusCode, refused.json().errors[0].code]).toEqual([422, code]);
    }
    expect(await versions()).toHaveLength(2);
  });

  test('403 for a member who uploads a widget, 404 for a stranger, 401 without a session', async () => {
    expect((await stand.member('POST', path, good, zip)).statusCode).toBe(403);
    expect((await stand.stranger('GET', `${path}/1/archive`)).statusCode).toBe(404);
    expect((await stand.nobody('POST', path, good, zip)).statusCode).toBe(401);
  });

  test('409 for a widget uploaded to an external integration', async () => {
    const { path: own, integration } = await createdIntegration(stand);
    await stand.platform.world.db
      .updateTable('integrations')
      .set({ kind: 'external' })
      .where('id', '=', integration.client_id)
      .execute();
    const refused = await stand.admin('POST', `${own}/widgets`, good, zip);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ code: 'external_has_no_widget' });
  });
});

describe('a widget that is not fit for publication', () => {
  const rough = async () =>
    widgetZip({
      'manifest.json': { ...manifest, tour: null, extra: 1 },
      'images/logo.png': await png(128, 128),
      'images/tour.png': undefined,
    });

  test('201 for a widget that is not fit for publication, stored as a private upload with findings by rule and file', async () => {
    const { path: own } = await createdIntegration(stand);
    const uploaded = await stand.admin('POST', `${own}/widgets`, await rough(), zip);
    expect(uploaded.statusCode).toBe(201);
    expect(uploaded.json()).toMatchObject({
      number: 1,
      report: { needed: 2, advised: 1 },
      findings: [
        {
          rule: 'img.size',
          level: 'error',
          needed: true,
          file: 'images/logo.png',
          line: null,
          member: '',
          code: 'differs',
          expected: '130×100',
          found: '128×128',
          detail: 'Expected 130×100, found 128×128.',
        },
        { rule: 'img.tour', file: 'manifest.json', line: 1, member: 'tour', code: 'missing', expected: '{…}' },
        { rule: 'man.fields', level: 'warning', needed: false, member: 'extra', code: 'unknown', found: 'extra' },
      ],
    });
    const read = await stand.admin('GET', `${own}/widgets/1`);
    expect(read.json()).toEqual(uploaded.json());
    expect((await stand.admin('GET', `${own}/widgets/2`)).json()).toMatchObject({ code: 'widget_not_found' });
    expect((await stand.admin('PUT', `${own}/widgets/live`, { number: 1 })).statusCode).toBe(200);
    expect((await stand.admin('GET', `${own}/widgets`)).json()).toMatchObject({
      versions: [{ number: 1, live: true, report: { needed: 2, advised: 1 } }],
    });
  });

  test('409 for making a widget with such findings live in a published integration; one without findings can go live', async () => {
    const { path: own, integration } = await createdIntegration(stand);
    await publish(integration.client_id);
    await stand.admin('POST', `${own}/widgets`, await rough(), zip);
    await stand.admin('POST', `${own}/widgets`, good, zip);
    const refused = await stand.admin('PUT', `${own}/widgets/live`, { number: 1 });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'widget_unfinished']);
    expect((await stand.admin('PUT', `${own}/widgets/live`, { number: 2 })).statusCode).toBe(200);
  });

  test('the publish command refuses an integration with an unfit live widget, naming every finding, until that is unpublished', async () => {
    const { path: own, integration } = await createdIntegration(stand);
    await stand.admin('POST', `${own}/widgets`, await rough(), zip);
    await stand.admin('PUT', `${own}/widgets/live`, { number: 1 });
    await expect(publishIntegrationCommand(stand.platform.world, integration.client_id)).rejects.toThrow(
      [
        'Its live widget does not meet these requirements of a publication:',
        'img.size  images/logo.png: Expected 130×100, found 128×128.',
        'img.tour  manifest.json:1:tour: Expected {…}, found nothing.',
      ].join('\n'),
    );
    await stand.admin('PUT', `${own}/widgets/live`, { number: null });
    expect(await publishIntegrationCommand(stand.platform.world, integration.client_id)).toMatchObject({
      kind: 'public',
    });
  });

  test('an integration is not published when an unfit widget goes live between reading and publishing', async () => {
    const { path: own, integration } = await createdIntegration(stand);
    await stand.admin('POST', `${own}/widgets`, await rough(), zip);
    const { world } = stand.platform;
    let reads = 0;
    const store = {
      ...world.store,
      registry: {
        ...world.store.registry,
        async publishFacts(integrationId: string) {
          const facts = await world.store.registry.publishFacts(integrationId);
          if (reads++ === 0) await stand.admin('PUT', `${own}/widgets/live`, { number: 1 });
          return facts;
        },
      },
    };
    expect(await publishIntegration({ ...world, store }, integration.client_id)).toMatchObject({
      kind: 'unfinished_widget',
      needed: [{ rule: 'img.size' }, { rule: 'img.tour' }],
    });
  });

  test('an unfit widget does not go live when the integration is published between reading and choosing', async () => {
    const { path: own, integration } = await createdIntegration(stand);
    await stand.admin('POST', `${own}/widgets`, await rough(), zip);
    const { world } = stand.platform;
    const accountId = (await world.store.registry.integrationAnywhere(integration.client_id))?.accountId ?? 0;
    let reads = 0;
    const store = {
      ...world.store,
      registry: {
        ...world.store.registry,
        async integration(...place: Parameters<typeof world.store.registry.integration>) {
          const facts = await world.store.registry.integration(...place);
          if (reads++ === 0) await publish(integration.client_id);
          return facts;
        },
      },
    };
    const about = { accountId, integrationId: integration.client_id, by: 'operator' } as const;
    expect(await chooseWidget({ ...world, store }, about, 1)).toEqual({ kind: 'refuse', reason: 'unfinished' });
  });

  test('a widget that an earlier release checked has no findings, and is still accepted', async () => {
    const { path: own, integration } = await createdIntegration(stand);
    await stand.admin('POST', `${own}/widgets`, await rough(), zip);
    await stand.platform.world.pool.query(
      `update widget_versions set report = report - 'checks' where integration_id = $1`,
      [integration.client_id],
    );
    expect((await stand.admin('GET', `${own}/widgets/1`)).json()).toMatchObject({ report: null, findings: null });
    await stand.admin('PUT', `${own}/widgets/live`, { number: 1 });
    await publish(integration.client_id);
    expect((await stand.admin('GET', `${own}/widgets`)).json()).toMatchObject({
      versions: [{ live: true, report: null }],
    });
  });

  async function publish(clientId: string): Promise<void> {
    await publishIntegrationCommand(stand.platform.world, clientId);
  }
});
