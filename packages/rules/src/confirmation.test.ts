import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountFacts } from './access/account-choice.ts';
import { invitationStatement } from './accounts/invitation-statement.ts';
import { allowStatement, externalStatement } from './authorize/statements.ts';
import type { Change } from './change.ts';
import type { Confirmation } from './confirmation.ts';
import { decideConfirmed, statementDifferences } from './confirmation.ts';
import type { Decided } from './decided.ts';
import type { FrozenFacts } from './frozen-facts.ts';
import type { ConsentFacts } from './authorize/decide-consent.ts';
import { decideConsent } from './authorize/decide-consent.ts';
import { decideWidgetInstall } from './install/decide-widget-install.ts';
import { disableStatement, installStatement, revokeStatement, settingsStatement } from './install/statements.ts';
import { refuseAdoptionStatement } from './moderation/refuse-adoption-statement.ts';
import type { StatedIntegration } from './stated-integration.ts';
import type { ConfirmationPage, Statement, StatementOf } from './statements.ts';

const now = 1_700_000_000_000;
const actor = { userId: 8, address: '192.0.2.1' };
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
  version: 3,
  publication: { now: reviewed, frozen: reviewed },
};
const account: AccountFacts = {
  accountId: 7,
  subdomain: 'demo',
  name: 'Demo',
  role: 'admin',
  state: 'active',
  installation: 'none',
};
const place = { accountId: 7, name: 'Demo', role: 'admin' } as const;

function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('nothing is stated');
  return value;
}

/**
 * One statement of each page that asks for confirmation: a new page does not compile until it is listed in this table.
 */
const statements: { readonly [Page in ConfirmationPage]: StatementOf<Page> } = {
  allow: there(allowStatement('allow', integration, { account, returnsTo: 'shop.test' })),
  code: there(allowStatement('code', integration, { account, returnsTo: 'shop.test' })),
  external: there(
    externalStatement(account, {
      requestId: 'r1',
      metadata: {
        name: 'Gull Shop',
        scopes: ['crm'],
        redirectUri: 'https://shop.test/cb',
        secretsUri: 'https://shop.test/keys',
      },
      returnsTo: 'shop.test',
    }),
  ),
  install: there(installStatement(integration, account)),
  disable: disableStatement(place, {
    integrationId: 'n1',
    name: 'Gull Shop',
    owner: 'Berth',
    grantCount: 2,
    tellsIntegrator: true,
  }),
  revoke: revokeStatement(place, {
    installation: { name: 'Gull Shop', grantCount: 1, tellsIntegrator: true },
    grant: { grantId: 'g1', userName: 'Anna', fullAccess: true },
  }),
  settings: settingsStatement(place, integration),
  keep: refuseAdoptionStatement(place, { adoptionId: 'a1', integration: 'Gull Shop', names: ['Gulls'], movesAt: now }),
  invitation: invitationStatement({
    accountId: 7,
    invitationId: 'i1',
    accountName: 'Demo',
    subdomain: 'demo',
    role: 'member',
    inviterName: 'Anna',
    email: 'new@demo.test',
  }),
};
const pages = Object.values(statements);

const effect: Change = {
  kind: 'fresh_codes_switched',
  accountId: 7,
  integrationId: 'n1',
  freshCodes: 'allowed',
  at: now,
  actor,
};
const answer = { userId: 8, sealed: new Uint8Array([1]), endsAt: now + 1 };
const done = (): Decided<{ kind: 'done' }> => ({ outcome: { kind: 'done' }, changes: [effect] });

function press(stated: Statement, used = false): Confirmation<Statement> {
  return { pressId: 'p1', expiresAt: now + 5, stated, used };
}

/** A statement with one of its facts replaced. */
const oneOther = fc
  .constantFrom(...pages)
  .chain((stated) =>
    fc.record({
      stated: fc.constant(stated),
      fact: fc.constantFrom(...Object.keys(stated.facts)),
      value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 })),
    }),
  )
  .filter(({ stated, fact, value }) => {
    const before: unknown = Object.entries(stated.facts).find(([name]) => name === fact)?.[1];
    return JSON.stringify(before) !== JSON.stringify(value);
  })
  .map(({ stated, fact, value }) => ({
    stated,
    fact,
    current: { ...stated, facts: { ...stated.facts, [fact]: value } } as Statement,
  }));

describe('confirming a page', () => {
  test.each(pages)(
    'a confirmation of the page $page does what the page stated, once, and stores its answer in the same commit',
    (stated) => {
      expect(decideConfirmed(press(stated), stated, { decide: done, answer: () => answer })).toEqual({
        outcome: { kind: 'done' },
        changes: [{ kind: 'press_used', pressId: 'p1', expiresAt: now + 5, answer }, effect],
      });
      expect(decideConfirmed(press(stated, true), stated, { decide: done, answer: () => answer })).toEqual({
        outcome: { kind: 'repeated' },
        changes: [],
      });
    },
  );

  test('a confirmation is refused when any fact that the page stated has changed, and the answer names that fact', () => {
    fc.assert(
      fc.property(oneOther, ({ stated, fact, current }) => {
        const { outcome, changes } = decideConfirmed(press(stated), current, { decide: done, answer: () => answer });
        expect(changes).toEqual([]);
        expect(outcome).toMatchObject({ kind: 'changed', changed: [{ fact }] });
      }),
      { numRuns: 2000 },
    );
  });

  test('a confirmation does nothing when its page was about other IDs, or has nothing left to confirm', () => {
    for (const stated of pages) {
      const other = { ...stated, about: ['another', 7] } as Statement;
      expect(decideConfirmed(press(stated), other, { decide: done, answer: () => answer }).changes).toEqual([]);
      expect(decideConfirmed(press(stated), undefined, { decide: done, answer: () => answer })).toEqual({
        outcome: { kind: 'changed', changed: [] },
        changes: [],
      });
    }
  });

  test.each(['refuse', 'invalid'])('a confirmation token stays unused when the outcome is "%s"', (kind) => {
    const refused = () => ({ outcome: { kind }, changes: [] });
    const stated = statements.settings;
    expect(decideConfirmed(press(stated), stated, { decide: refused, answer: () => answer })).toEqual({
      outcome: { kind },
      changes: [],
    });
    expect(decideConfirmed(press(stated), undefined, { decide: refused, answer: () => answer }).outcome).toEqual({
      kind,
    });
  });
});

const scope = fc.subarray(['crm', 'files', 'files_delete', 'notifications', 'push_notifications']);
const few = (...values: readonly string[]) => fc.constantFrom(...values);

/** An integration and an account in any possible state. */
const world = fc.record({
  integration: fc.record({
    integrationId: fc.constant('n1'),
    kind: fc.constantFrom('private' as const, 'public' as const, 'external' as const),
    published: fc.boolean(),
    accountId: fc.constantFrom(1, 7),
    state: fc.constantFrom('active' as const, 'stopped' as const),
    keyEpoch: fc.constant(1),
    version: fc.constantFrom(1, 2),
    name: few('Gull Shop', 'Eagle Bank'),
    owner: few('Berth', 'North'),
    scopes: scope,
    redirectUri: few('https://shop.test/cb', 'https://evil.test/cb'),
    publication: fc.constantFrom(
      { now: reviewed, frozen: reviewed },
      { now: { ...reviewed, widget: { number: 4, sha256: 'f4' } }, frozen: reviewed },
      { now: { ...reviewed, disconnectUri: 'https://evil.test/bye' }, frozen: reviewed },
    ),
  }),
  account: fc.record({
    accountId: fc.constant(7),
    subdomain: few('demo', 'other'),
    name: few('Demo', 'Other'),
    role: fc.constantFrom('admin' as const, 'member' as const),
    state: fc.constantFrom('active' as const, 'deactivated' as const),
    installation: fc.constantFrom('none' as const, 'enabled' as const, 'disabled' as const),
  }),
  returnsTo: few('shop.test', 'evil.test'),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

/** The state that the page showed and the state at confirmation: at most two facts differ between them. */
const shownAndAt = fc
  .tuple(world, world, fc.array(fc.nat({ max: 30 }), { maxLength: 2 }))
  .map(([shown, other, which]): { shown: World; at: World } => {
    const pick = <Facts extends object>(from: Facts, to: Facts, first: number): Facts => {
      const entries = Object.entries(to).filter((_, index) => which.includes(first + index));
      return { ...from, ...Object.fromEntries(entries) };
    };
    const at = {
      integration: pick(shown.integration, other.integration, 0),
      account: pick(shown.account, other.account, 12),
      returnsTo: which.includes(18) ? other.returnsTo : shown.returnsTo,
    };
    return { shown, at };
  });

const code = { codeId: 'c0de', keyId: 'm1' };
const factsOf = ({ integration: one, account: at }: World): ConsentFacts => ({
  integration: one,
  account: at,
  epoch: at.installation === 'none' ? undefined : 4,
  grantId: undefined,
});
const request = { userId: 8, actor, codeChallenge: undefined, newGrantId: 'g', code };

describe('any change between showing a page and its confirmation', () => {
  test('Allow never gives access that the consent page did not state, whatever changed in between', () => {
    fc.assert(
      fc.property(shownAndAt, ({ shown, at }) => {
        const stated = allowStatement('allow', shown.integration, shown);
        fc.pre(stated !== undefined);
        if (stated === undefined) return;
        const current = allowStatement('allow', at.integration, at);
        const { outcome, changes } = decideConfirmed({ pressId: 'p', expiresAt: now, stated, used: false }, current, {
          decide: () => decideConsent(factsOf(at), request, now),
          answer: () => answer,
        });
        if (outcome.kind !== 'granted') {
          expect(changes).toEqual([]);
          return;
        }
        const { facts } = stated;
        const grant = changes.find((change) => change.kind === 'grant_given');
        expect(grant?.scopes).toEqual(facts.scopes);
        expect(grant?.fullAccess).toBe(facts.access === 'full');
        expect(outcome.code.redirectUri).toBe(facts.redirectUri);
        expect(outcome.installed).toBe(facts.installs);
        expect([at.integration.name, at.integration.owner]).toEqual([facts.integration, facts.owner]);
        expect([at.account.name, at.account.subdomain, at.account.role]).toEqual([
          facts.account,
          facts.domain,
          facts.role,
        ]);
        expect(at.returnsTo).toBe(facts.returnsTo);
        expect(at.integration.publication.now.widget?.number).toBe(facts.widget);
      }),
      { numRuns: 3000 },
    );
  });

  test('Install never gives access that the install page did not state, whatever changed in between', () => {
    fc.assert(
      fc.property(shownAndAt, ({ shown, at }) => {
        const stated = there(installStatement(shown.integration, shown.account));
        const { outcome, changes } = decideConfirmed(
          { pressId: 'p', expiresAt: now, stated, used: false },
          installStatement(at.integration, at.account),
          {
            decide: () =>
              decideWidgetInstall(
                { ...factsOf(at), hasLiveWidget: true, settings: { widget: 3, settings: [], userIds: [], stored: [] } },
                { ...request, sent: new Map(), deliveryId: 'd' },
                now,
              ),
            answer: () => answer,
          },
        );
        if (outcome.kind !== 'installed') {
          expect(changes).toEqual([]);
          return;
        }
        const { facts } = stated;
        const grant = changes.find((change) => change.kind === 'grant_given');
        const hook = changes.find((change) => change.kind === 'hook_enqueued');
        expect(grant?.scopes).toEqual(facts.scopes);
        expect(hook?.delivery.url).toBe(facts.redirectUri);
        expect(outcome.wasEnabled).toBe(facts.what === 'code');
        expect([at.integration.name, at.integration.owner]).toEqual([facts.integration, facts.owner]);
        expect([at.account.name, at.account.role]).toEqual([facts.account, facts.role]);
        expect(at.integration.publication.now.widget?.number).toBe(facts.widget);
      }),
      { numRuns: 3000 },
    );
  });
});

test('equal statements of a page have no differences, in whatever order their facts are written', () => {
  for (const stated of pages) {
    const turned = { ...stated, facts: Object.fromEntries(Object.entries(stated.facts).reverse()) } as Statement;
    expect(statementDifferences(stated, turned)).toEqual([]);
  }
});
