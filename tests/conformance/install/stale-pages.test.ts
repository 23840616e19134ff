import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { asksForNothing } from '../../harness/widget.ts';
import type { WidgetStand } from './stand.ts';
import { openWidgetStand, press, withWidget } from './stand.ts';

type Acme = Awaited<ReturnType<typeof withWidget>>;

let stand: WidgetStand;
let acme: Acme;
let grantId: string;
let named = 0;

beforeAll(async () => {
  stand = await openWidgetStand();
});
afterAll(async () => stand.close());

beforeEach(async () => {
  acme = await withWidget(stand, `Acme ${++named}`, asksForNothing);
  expect((await press(stand, stand.admin, { path: `${acme.path}/install` })).answer.statusCode).toBe(303);
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
  'the secret key': () => ({ path: own(), action: `${own()}/secret` }),
  'the switch of an integration': () => ({ path: own(), action: `${own()}/switch` }),
};

const state = async () => ({
  installation: (await stand.platform.world.store.installs.installation(stand.accountId, acme.client_id))?.state,
  integration: (await stand.platform.world.store.registry.integration(stand.accountId, acme.client_id))?.state,
});
const untouched = { installation: 'enabled', integration: 'active' };

describe('a page that was open for more than an hour', () => {
  test.each(['disable', 'revoke'])('asks again, says why, and does nothing: %s', async (name) => {
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
  });
});

describe('a page whose person signed out', () => {
  test.each(Object.keys(questions))('leads through sign-in to the same question: %s', async (name) => {
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
  });

  test.each(Object.keys(forms))('leads to the page with the form: %s', async (name) => {
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
  });
});

test.each(Object.keys(forms))(
  '409 "open for too long", not "from another site", of an earlier sign-in: %s',
  async (name) => {
    const page = forms[name]?.() ?? question('');
    const fields = await opened(await signedIn(), page);
    const answer = await (await signedIn()).post(page.action, fields);
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('It is from an earlier sign-in');
    expect(answer.body).not.toContain(acme.client_secret);
    expect(await state()).toEqual(untouched);
    const foreign = await (await signedIn()).post(page.action, fields, { origin: 'https://evil.test' });
    expect(foreign.statusCode).toBe(403);
  },
);
