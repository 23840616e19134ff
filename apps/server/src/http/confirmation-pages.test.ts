import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { phased, requirePhases } from './page-form.ts';

const sources = path.join(import.meta.dirname, '..');

/** Finds every call of one function that registers a form, with the path as the source writes it. */
async function registered(name: string): Promise<readonly string[]> {
  const files = (await readdir(sources, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(path.join(sources, file), 'utf8');
      const calls = text.matchAll(new RegExp(`\\n  ${name}\\(app, site, \\{[^}]*?\\n    path: (.+),`, 'g'));
      return [...calls].map(([, address = '']) => `${file} ${address.replaceAll(/['`]/g, '')}`);
    }),
  );
  return found.flat().sort();
}

test('these forms, and no others, are carried out only with a confirmation of what their page stated', async () => {
  expect([...(await registered('pageAction')), ...(await registered('askingPage'))].sort()).toEqual([
    'accounts/invitation.ts /invitations/:link/accept',
    'accounts/invitation.ts /invitations/:link/decline',
    'authorize/decision.ts /oauth/allow',
    'authorize/external.ts /oauth/external/allow',
    'install/code.ts ${path}/code',
    'install/configure.ts /accounts/:accountId/installations/:clientId/settings',
    'install/end.ts /accounts/:accountId/grants/:grantId/revoke',
    'install/end.ts /accounts/:accountId/installations/:clientId/disable',
    'install/widget.ts /accounts/:accountId/installations/:clientId/install',
    'moderation/refuse.ts /accounts/:accountId/adoptions/:adoptionId/refuse',
  ]);
});

test('these forms, and no others, need no confirmation of what their page stated', async () => {
  expect(await registered('pageForm')).toEqual([
    'accounts/language.ts /language',
    'accounts/password-reset.ts ${PATH}/:token',
    'accounts/password-reset.ts PATH',
    'accounts/sign-in.ts /sign-in',
    'accounts/sign-out.ts /sign-out',
    'authorize/authorize.ts /oauth/choose',
    'authorize/decision.ts /oauth/deny',
    'authorize/external.ts /oauth/external/choose',
    'authorize/external.ts /oauth/external/deny',
  ]);
});

test('only the two pipelines and the redirects of former paths mark their handlers', async () => {
  const files = (await readdir(sources, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const marking = await Promise.all(
    files.map(
      async (file) =>
        [file, /\b(phased|withoutEffect)\(/.test(await readFile(path.join(sources, file), 'utf8'))] as const,
    ),
  );
  expect(
    marking
      .filter(([, marks]) => marks)
      .map(([file]) => file)
      .sort(),
  ).toEqual(['http/page-action.ts', 'http/page-form.ts', 'platform/moved.ts']);
});

test('the server checks the handler of each form before it registers the first route', async () => {
  const text = await readFile(path.join(sources, 'routes.ts'), 'utf8');
  const checks = text.indexOf("app.addHook('onRoute', requirePhases);");
  expect(checks).toBeGreaterThan(0);
  expect(checks).toBeLessThan(text.indexOf('\n  assetRoutes(app'));
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
  'the server does not start with a page whose %s handler runs no phases',
  (method) => {
    const app = fastify();
    app.addHook('onRoute', requirePhases);
    const route = { method, url: '/form', config: { dialect: 'page', cost: 'page' } } as const;
    expect(() => app.route({ ...route, handler: async () => 'done' })).toThrow(`${method} /form`);
  },
);

test('a page is only read without phases, and a form is registered with them', () => {
  const app = fastify();
  app.addHook('onRoute', requirePhases);
  const route = { url: '/form', config: { dialect: 'page', cost: 'page' } } as const;
  app.route({ ...route, method: 'GET', handler: async () => 'page' });
  app.route({ ...route, method: 'POST', handler: phased(async () => 'done') });
  expect(app.hasRoute({ method: 'POST', url: '/form' })).toBe(true);
});
