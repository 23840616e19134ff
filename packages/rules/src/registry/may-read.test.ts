import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../access/account-choice.ts';
import { mayReadIntegration } from './may-read.ts';

const published = { kind: 'public', published: true, accountId: 7, state: 'active' } as const;
const closed = [
  ['private', { ...published, kind: 'private', published: false }],
  ['public and not yet moderated', { ...published, published: false }],
  ['external', { ...published, kind: 'external', published: false }],
  ['published and paused', { ...published, state: 'stopped' }],
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

test('the description of a published integration that is not paused may be read by everybody', () => {
  expect(mayReadIntegration(published, [])).toBe(true);
});

describe.each(closed)('the description of an integration that is %s', (_what, integration) => {
  test('an unpublished or paused integration may be read by members of its own account, and of accounts that have or had it', () => {
    expect(mayReadIntegration(integration, [place({}), place({ accountId: 7 })])).toBe(true);
    expect(mayReadIntegration(integration, [place({ installation: 'enabled' })])).toBe(true);
    expect(mayReadIntegration(integration, [place({ installation: 'disabled' })])).toBe(true);
  });

  test('an unpublished or paused integration may not be read signed out, from another account, or by deactivated members', () => {
    expect(mayReadIntegration(integration, [])).toBe(false);
    expect(mayReadIntegration(integration, [place({ role: 'admin' })])).toBe(false);
    expect(mayReadIntegration(integration, [place({ accountId: 7, state: 'deactivated' })])).toBe(false);
    expect(mayReadIntegration(integration, [place({ installation: 'enabled', state: 'deactivated' })])).toBe(false);
  });
});
