import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { widgetZip } from '../../harness/widget.ts';
import type { Stand } from './stand.ts';
import { created, openStand } from './stand.ts';

const zip = { 'content-type': 'application/zip' };
let stand: Stand;
let good: Buffer;
let path: string;

beforeAll(async () => {
  stand = await openStand();
  good = await widgetZip();
  path = `${(await created(stand)).path}/widgets`;
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

describe('a widget in order', () => {
  test('is kept as a version that is not live yet, and comes back byte for byte', async () => {
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

  test('at most one version is live, and none when nobody wants one', async () => {
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

  test('is written into the account’s log with who did it', async () => {
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

  test('six uploads at once get six numbers', async () => {
    const other = `${(await created(stand)).path}/widgets`;
    const answers = await Promise.all(Array.from({ length: 6 }, () => stand.admin('POST', other, good, zip)));
    expect(answers.map((answer) => answer.json<Version>().number).toSorted((one, other) => one - other)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });
});

describe('refused, with nothing stored', () => {
  test('422 with every file and place', async () => {
    const bytes = await widgetZip({ 'script.js': undefined, 'manifest.json': '[]' });
    const refused = await stand.admin('POST', path, bytes, zip);
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      code: 'invalid_widget',
      errors: [
        { file: 'script.js', field: '', code: 'required', detail: 'It is missing or empty.' },
        { file: 'manifest.json', field: '', code: 'wrong_type' },
      ],
    });
    expect(await versions()).toHaveLength(2);
  });

  test('413 over 20 MiB, 415 for JSON, 404 for a version that is not there', async () => {
    expect((await stand.admin('POST', path, Buffer.alloc(20 * 1024 * 1024 + 1), zip)).statusCode).toBe(413);
    expect((await stand.admin('POST', path, {})).statusCode).toBe(415);
    expect((await stand.admin('GET', `${path}/9/archive`)).json()).toMatchObject({ code: 'widget_not_found' });
    expect((await stand.admin('PUT', `${path}/live`, { number: 9 })).json()).toMatchObject({
      code: 'widget_not_found',
    });
  });

  test('403 for a member, 404 for a stranger, 401 for nobody', async () => {
    expect((await stand.member('POST', path, good, zip)).statusCode).toBe(403);
    expect((await stand.stranger('GET', `${path}/1/archive`)).statusCode).toBe(404);
    expect((await stand.nobody('POST', path, good, zip)).statusCode).toBe(401);
  });

  test('409 for an external integration', async () => {
    const { path: own, integration } = await created(stand);
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
