import type { CodeFacts } from '../token/exchange-facts.ts';
import { aGrant } from './a-grant.ts';

/** An authorization code of `aGrant` that can be exchanged until `expiresAt`. */
export function aCode(facts: Partial<CodeFacts> & Pick<CodeFacts, 'expiresAt'>): CodeFacts {
  return {
    accountId: 7,
    codeId: 'c0de',
    integrationId: 'n1',
    redirectUri: 'https://shop.test/cb',
    hasChallenge: false,
    keyEpoch: 2,
    redeemedAt: undefined,
    grant: aGrant(),
    ...facts,
  };
}
