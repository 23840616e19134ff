import type { Store } from '@pristan/flows';
import { differsFromPublication } from '@pristan/rules';
import { migrate, openPool, openStore } from '@pristan/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bareDatabase } from '../../harness/database.ts';

const shop = '00000000-0000-4000-8000-000000000001';
const moved = '00000000-0000-4000-8000-000000000002';
const draft = '00000000-0000-4000-8000-000000000003';

let db: ReturnType<typeof openStore>['db'];
let store: Store;

/**
 * An earlier version's store with a published integration, one whose address was edited after publication, and a draft.
 */
beforeAll(async () => {
  const pool = openPool(await bareDatabase(), 2, () => undefined);
  ({ db, store } = openStore(pool));
  await migrate(db, '0018-logos');
  await pool.query(`
    insert into accounts (id, name, created_at, updated_at) overriding system value values (7, 'Acme', 1, 1);
    insert into subdomains values ('acme', 7, true);
    insert into logos values ('a1', 'x', 1);
    insert into integrations (id, account_id, kind, published_at, published_origin, state, version, key_epoch, name,
      language, summary, description_html, redirect_uri, button_origins, disconnect_uri, scopes, logo_hash, created_at, updated_at)
    values
      ('${shop}', 7, 'public', 100, 'https://shop.test', 'active', 4, 1, 'Shop', 'ru', '', '<a href="https://docs.test/a?b=1&amp;c=2" rel="x">y</a>',
        'https://shop.test/callback', '{https://www.shop.test}', 'https://shop.test/bye', '{crm,files}', 'a1', 1, 1),
      ('${moved}', 7, 'public', 200, 'https://moved.test', 'active', 9, 1, 'Moved', 'ru', '', '',
        'https://elsewhere.test/callback', '{}', null, '{crm}', null, 2, 2),
      ('${draft}', 7, 'public', null, null, 'active', 1, 1, 'Draft', 'ru', '', '',
        'https://draft.test/', '{}', null, '{crm}', null, 3, 3);
    insert into integration_texts values ('${shop}', 'en', '', '<a href="mailto:help@support.test">z</a>', 1);
    insert into widget_archives values ('f1', 'x', 1), ('f2', 'y', 1);
    insert into widget_versions values ('${shop}', 1, 'f1', 1, '{"settings": []}', '{}', false, 1, null),
      ('${shop}', 2, 'f2', 1, '{"settings": []}', '{}', true, 1, null);
  `);
  expect(await migrate(db)).toContain('0022-publications');
});
afterAll(async () => db.destroy());

async function publicationOf(integrationId: string) {
  const stored = await store.registry.integration(7, integrationId);
  if (stored === undefined) throw new Error('there is no such integration');
  return stored.publication;
}

describe('the migration to publications', () => {
  test('the migration freezes a published integration as it is, including links and live widget', async () => {
    const { frozen, now } = await publicationOf(shop);
    expect(frozen).toEqual({
      name: 'Shop',
      developer: 'Acme',
      logoHash: 'a1',
      scopes: ['crm', 'files'],
      redirectUri: 'https://shop.test/callback',
      buttonOrigins: ['https://www.shop.test'],
      disconnectUri: 'https://shop.test/bye',
      links: ['https://docs.test', 'mailto:help@support.test'],
      widget: { number: 2, sha256: 'f2' },
    });
    expect(differsFromPublication(now, frozen)).toEqual([]);
  });

  test('the migration freezes only the published origin of an address that was edited later', async () => {
    const { frozen, now } = await publicationOf(moved);
    expect(differsFromPublication(now, frozen)).toEqual([
      { fact: 'redirect_uri', reviewed: ['https://moved.test/'], now: ['https://elsewhere.test/callback'] },
    ]);
    expect(await store.moderation.adopter(7, moved)).toMatchObject({
      origin: 'https://elsewhere.test',
      publishedOrigin: 'https://moved.test',
    });
  });

  test('the migration freezes nothing of an unpublished draft', async () => {
    expect((await publicationOf(draft)).frozen).toBeUndefined();
    expect(await store.moderation.adopter(7, draft)).toMatchObject({ publishedOrigin: undefined });
  });

  test('the migration stores the time of each publication', async () => {
    const rows = await db
      .selectFrom('publications')
      .select(['integration_id', 'number', 'published_at'])
      .orderBy('published_at')
      .execute();
    expect(rows).toEqual([
      { integration_id: shop, number: 1, published_at: 100 },
      { integration_id: moved, number: 1, published_at: 200 },
    ]);
  });
});
