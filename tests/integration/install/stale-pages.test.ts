import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { asksForNothing } from '../../harness/widget.ts';
import type { WidgetFixture } from './fixture.ts';
import { openWidgetFixture, submitPage, integrationWithWidget } from './fixture.ts';

type Acme = Awaited<ReturnType<typeof integrationWithWidget>>;

let stand: WidgetFixture;
let acme: Acme;
let grantId: string;
let named = 0;

beforeAll(async () => {
  stand = await openWidgetFixture();
});
afterAll(async () => stand.close());

beforeEach(async () => {
  acme = await integrationWithWidget(stand, `Acme ${++named}`, asksForNothing);
  expect((await submitPage(stand, stand.admin, { path: `${acme.path}/install` })).answer.statusCode).toBe(303);
  const { id } = await stand.platform.world.db
    .selectFrom('grants')
    .select('id')
    .where('integration_id', '=', acme.client_id)
    .executeTakeFirstOrThrow();
  grantId = id;
});

async function signedIn(): Promise<Visitor> {
  const visitor = aVisitor(stand.platform);
  await visitor.signIn('admin@demo.test');
  visitor.cookies.set('pristan_language', 'en');
  return visitor;
}

interface Page {
  readonly path: string;
  readonly action: string;
}

async function opened(visitor: Visitor, { path, action }: Page) {
  const shown = await visitor.get(path);
  const fields = hiddenFields(shown.body, action);
  expect(Object.keys(fields)).not.toEqual([]);
  stand.platform.clock.advance(1000);
  return fields;
}

const question = (path: string): Page => ({ path, action: path });
const questions: Record<string, () => Page> = {
  disable: () => question(`${acme.path}/disable`),
  revoke: () => question(`/accounts/${stand.accountId}/grants/${grantId}/revoke`),
  settings: () => question(`${acme.path}/settings`),
  'a fresh code': () => question(`${acme.path}/install`),
};
const own = () => `/accounts/${stand.accountId}/integrations/${acme.client_id}`;
const forms: Record<string, () => Page> = {
  'the code to copy': () => ({ path: own(), action: `${own()}/code` }),
};

const state = async () => ({
  installation: (await stand.platform.world.store.installs.installation(stand.accountId, acme.client_id))?.state,
  integration: (await stand.platform.world.store.registry.integration(stand.accountId, acme.client_id))?.state,
});
const untouched = { installation: 'enabled', integration: 'active' };

describe('a page left open for more than an hour', () => {
  test.each(['disable', 'revoke'])(
    'a page left open for more than an hour is shown again with the reason and has no effect: %s',
    async (name) => {
      const page = questions[name]?.() ?? question('');
      const visitor = await signedIn();
      const fields = await opened(visitor, page);
      stand.platform.clock.advance(3_700_000);
      const answer = await visitor.post(page.action, fields);
      expect(answer.statusCode).toBe(303);
      const again = await visitor.get(String(answer.headers.location));
      expect(again.statusCode).toBe(200);
      expect(again.body).toContain('This page was open for too long');
      expect(await state()).toEqual(untouched);

      stand.platform.clock.advance(1000);
      const anew = await visitor.post(page.action, hiddenFields(again.body, page.action));
      expect(anew.statusCode).toBe(303);
      expect(anew.headers.location).toContain('done=');
    },
  );
});

describe('a page whose person signed out', () => {
  test.each(Object.keys(questions))(
    'a page whose person signed out leads through sign-in to the same page: %s',
    async (name) => {
      const page = questions[name]?.() ?? question('');
      const visitor = await signedIn();
      const fields = await opened(visitor, page);
      visitor.cookies.clear();
      const signIn = await visitor.post(page.action, fields);
      const to = await visitor.post('/sign-in', {
        ...hiddenFields(signIn.body, '/sign-in'),
        username: 'admin@demo.test',
        password: 'correct horse battery',
      });
      expect(String(to.headers.location).split('?')[0]).toBe(page.path);
      visitor.cookies.set('pristan_language', 'en');
      const again = await visitor.get(String(to.headers.location));
      expect(again.statusCode).toBe(200);
      expect(again.body).toContain('You signed in again after this page was opened');
      expect(hiddenFields(again.body, page.action)['press']).toBeDefined();
      expect(await state()).toEqual(untouched);
    },
  );

  test.each(Object.keys(forms))(
    'a form whose person signed out leads through sign-in to its page: %s',
    async (name) => {
      const page = forms[name]?.() ?? question('');
      const visitor = await signedIn();
      const fields = await opened(visitor, page);
      visitor.cookies.clear();
      const signIn = await visitor.post(page.action, fields);
      const to = await visitor.post('/sign-in', {
        ...hiddenFields(signIn.body, '/sign-in'),
        username: 'admin@demo.test',
        password: 'correct horse battery',
      });
      expect(String(to.headers.location).split('?')[0]).toBe(page.path);
      expect(await state()).toEqual(untouched);
    },
  );
});
