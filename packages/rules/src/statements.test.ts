import { describe, expect, test } from 'vitest';
import type { AccountFacts } from './access/account-choice.ts';
import { invitationStatement } from './accounts/invitation-statement.ts';
import { allowStatement, externalStatement } from './authorize/statements.ts';
import type { FrozenFacts } from './frozen-facts.ts';
import { disableStatement, installStatement, revokeStatement, settingsStatement } from './install/statements.ts';
import { refuseAdoptionStatement } from './moderation/refuse-adoption-statement.ts';
import type { StatedIntegration } from './stated-integration.ts';
import { anAccount } from './testing/an-account.ts';

const reviewed: FrozenFacts = {
  name: 'Gull Shop',
  developer: 'Berth',
  logoHash: undefined,
  scopes: ['notifications'],
  redirectUri: 'https://shop.test/cb',
  buttonOrigins: [],
  disconnectUri: undefined,
  links: [],
  widget: { number: 3, sha256: 'f3' },
};
const integration: StatedIntegration = {
  integrationId: 'n1',
  kind: 'public',
  published: true,
  accountId: 1,
  name: 'Gull Shop',
  owner: 'Berth',
  scopes: ['notifications'],
  redirectUri: 'https://shop.test/cb',
  version: 4,
  publication: { now: reviewed, frozen: reviewed },
};
const account = anAccount();
const place = { accountId: 7, name: 'Demo', role: 'admin' } as const;

const facts = {
  integration: 'Gull Shop',
  owner: 'Berth',
  publication: 'published',
  scopes: ['notifications'],
  redirectUri: 'https://shop.test/cb',
  unreviewed: [],
  widget: 3,
  version: 4,
};
const reader = { account: 'Demo', domain: 'demo', role: 'admin' };

describe('the consent page', () => {
  const stated = (change: Partial<StatedIntegration>, at: Partial<AccountFacts> | undefined) =>
    allowStatement(
      'allow',
      { ...integration, ...change },
      { account: at && { ...account, ...at }, returnsTo: 'shop.test' },
    );

  test('the consent page states the integration, the account, the way back, the access, and that it installs', () => {
    const all = { ...facts, ...reader, returnsTo: 'shop.test', access: 'full', installs: true };
    expect(stated({}, {})).toEqual({ page: 'allow', about: ['n1', 7], facts: all });
    expect(stated({}, { installation: 'enabled', role: 'member' })?.facts).toEqual({
      ...all,
      role: 'member',
      access: 'own',
      installs: false,
    });
  });

  test('the page with a code to copy states the same facts as the consent page', () => {
    const code = allowStatement('code', integration, { account, returnsTo: 'shop.test' });
    expect(code).toEqual({ ...stated({}, {}), page: 'code' });
  });

  test('the consent page asks nobody who may not grant there', () => {
    expect(stated({}, undefined)).toBeUndefined();
    expect(stated({}, { role: 'member' })).toBeUndefined();
  });

  test.each([
    ['published', { kind: 'public', published: true }],
    ['unmoderated', { kind: 'public', published: false }],
    ['private', { kind: 'private', published: false }],
    ['external', { kind: 'external', published: true }],
  ] as const)('the consent page says that an integration is %s', (publication, change) => {
    expect(stated({ ...change, accountId: 7 }, {})?.facts.publication).toBe(publication);
  });

  test('the consent page names each fact that changed since its review', () => {
    const publication = { now: { ...reviewed, name: 'Eagle Bank', widget: undefined }, frozen: reviewed };
    const { widget: _, ...without } = { ...facts, ...reader, returnsTo: 'shop.test', access: 'full', installs: true };
    expect(stated({ publication }, {})?.facts).toEqual({ ...without, unreviewed: ['name', 'widget'] });
  });
});

test('the consent page of a metadata button states both addresses and the scopes that an external integration may have', () => {
  const metadata = {
    name: 'Gull Shop',
    scopes: ['crm', 'files'],
    redirectUri: 'https://shop.test/cb',
    secretsUri: 'https://shop.test/keys',
  };
  const request = { requestId: 'r1', metadata, returnsTo: 'shop.test' };
  expect(externalStatement(account, request)).toEqual({
    page: 'external',
    about: ['r1', 7],
    facts: {
      integration: 'Gull Shop',
      scopes: ['crm'],
      redirectUri: 'https://shop.test/cb',
      secretsUri: 'https://shop.test/keys',
      returnsTo: 'shop.test',
      ...reader,
    },
  });
  expect(externalStatement(undefined, request)).toBeUndefined();
});

describe('the pages of an installation', () => {
  test.each([
    ['none', 'install'],
    ['disabled', 'enable'],
    ['enabled', 'code'],
  ] as const)('the install page of an account where the widget is %s states that its button will %s', (state, what) => {
    expect(installStatement(integration, { ...account, installation: state })).toEqual({
      page: 'install',
      about: ['n1', 7],
      facts: { what, ...facts, ...reader },
    });
  });

  test('the install page asks nobody who is not a member', () => {
    expect(installStatement(integration, undefined)).toBeUndefined();
  });

  test('the page that disables states how many grants end, and whether the integrator is told', () => {
    const installation = {
      integrationId: 'n1',
      name: 'Gull Shop',
      owner: 'Berth',
      grantCount: 2,
      tellsIntegrator: true,
    };
    expect(disableStatement(place, installation)).toEqual({
      page: 'disable',
      about: ['n1', 7],
      facts: {
        integration: 'Gull Shop',
        owner: 'Berth',
        account: 'Demo',
        role: 'admin',
        grants: 2,
        integratorIsTold: true,
      },
    });
  });

  test.each([
    [1, true, { last: true, integratorIsTold: true }],
    [1, false, { last: true, integratorIsTold: false }],
    [2, true, { last: false, integratorIsTold: false }],
  ])('the page that revokes one of %d grants states whether it is the last, of which a hook tells', (...shown) => {
    const [grantCount, tellsIntegrator, told] = shown;
    const grant = { grantId: 'g1', userName: 'Anna', fullAccess: true };
    const revoke = (fullAccess: boolean) =>
      revokeStatement(place, {
        installation: { name: 'Gull Shop', grantCount, tellsIntegrator },
        grant: { ...grant, fullAccess },
      });
    expect(revoke(true)).toEqual({
      page: 'revoke',
      about: ['g1', 7],
      facts: { integration: 'Gull Shop', account: 'Demo', role: 'admin', person: 'Anna', access: 'full', ...told },
    });
    expect(revoke(false).facts.access).toBe('own');
  });

  test('the page of settings states the widget version whose fields it shows, if there is one', () => {
    const stated = { integration: 'Gull Shop', owner: 'Berth', account: 'Demo', role: 'admin' };
    expect(settingsStatement(place, integration)).toEqual({
      page: 'settings',
      about: ['n1', 7],
      facts: { ...stated, widget: 3 },
    });
    const publication = { now: { ...reviewed, widget: undefined }, frozen: undefined };
    expect(settingsStatement(place, { ...integration, publication }).facts).toEqual(stated);
  });
});

test('the page that refuses an adoption states which integrations stay, and when they would have moved', () => {
  const adoption = { adoptionId: 'a1', integration: 'Gull Shop', names: ['Gulls'], movesAt: 5 };
  expect(refuseAdoptionStatement(place, adoption)).toEqual({
    page: 'keep',
    about: ['a1', 7],
    facts: { account: 'Demo', integration: 'Gull Shop', kept: ['Gulls'], movesAt: 5 },
  });
});

test('the page of an invitation states who invites: a person, or else the account', () => {
  const invitation = {
    accountId: 7,
    invitationId: 'i1',
    accountName: 'Demo',
    subdomain: 'demo',
    role: 'member',
    email: 'new@demo.test',
  } as const;
  const stated = { account: 'Demo', domain: 'demo', role: 'member', email: 'new@demo.test' };
  expect(invitationStatement({ ...invitation, inviterName: 'Anna' })).toEqual({
    page: 'invitation',
    about: ['i1', 7],
    facts: { ...stated, inviter: 'Anna' },
  });
  expect(invitationStatement({ ...invitation, inviterName: undefined }).facts).toEqual({ ...stated, inviter: 'Demo' });
});
