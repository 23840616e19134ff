import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../access/account-choice.ts';
import { mayReadIntegration } from './may-read.ts';

const published = { kind: 'public', published: true, accountId: 7, state: 'active' } as const;
const closed = [
  ['private', { ...published, kind: 'private', published: false }],
  ['public and not yet moderated', { ...published, published: false }],
  ['external', { ...published, kind: 'external', published: false }],
  ['published and switched off', { ...published, state: 'stopped' }],
] as const;
const place = (facts: Partial<AccountFacts>): AccountFacts => ({
  accountId: 8,
  subdomain: 'demo',
  name: 'Demo',
  role: 'member',
  state: 'active',
  installation: 'none',
  ...facts,
});

test('a published integration that is on may be read by everybody', () => {
  expect(mayReadIntegration(published, [])).toBe(true);
});

describe.each(closed)('an integration that is %s', (_what, integration) => {
  test('may be read by members of its own account, and of accounts that have or had it', () => {
    expect(mayReadIntegration(integration, [place({}), place({ accountId: 7 })])).toBe(true);
    expect(mayReadIntegration(integration, [place({ installation: 'enabled' })])).toBe(true);
    expect(mayReadIntegration(integration, [place({ installation: 'disabled' })])).toBe(true);
  });

  test('may not be read by anybody else: signed out, of another account, or deactivated there', () => {
    expect(mayReadIntegration(integration, [])).toBe(false);
    expect(mayReadIntegration(integration, [place({ role: 'admin' })])).toBe(false);
    expect(mayReadIntegration(integration, [place({ accountId: 7, state: 'deactivated' })])).toBe(false);
    expect(mayReadIntegration(integration, [place({ installation: 'enabled', state: 'deactivated' })])).toBe(false);
  });
});
