import type { AccountFacts } from '../access/account-choice.ts';

/** An account that its admin chooses, without the integration. */
export function anAccount(facts: Partial<AccountFacts> = {}): AccountFacts {
  return {
    accountId: 7,
    subdomain: 'demo',
    name: 'Demo',
    role: 'admin',
    state: 'active',
    installation: 'none',
    ...facts,
  };
}
