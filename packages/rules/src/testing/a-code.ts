import type { PresentedCode } from '../token/exchange-facts.ts';
import { aGrant } from './a-grant.ts';

/** An authorization code of `aGrant`, which has no tokens yet; it can be exchanged until `expiresAt`. */
export function aCode(facts: Partial<PresentedCode> & Pick<PresentedCode, 'expiresAt'>): PresentedCode {
  return {
    accountId: 7,
    codeId: 'c0de',
    integrationId: 'n1',
    redirectUri: 'https://shop.test/cb',
    hasChallenge: false,
    keyEpoch: 2,
    redeemedAt: undefined,
    grant: aGrant(),
    families: 0,
    ...facts,
  };
}
