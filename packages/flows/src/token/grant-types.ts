import type { ExchangeRefusal, RefreshRefusal } from '@pristan/rules';
import { authorizationCode } from './exchange-code.ts';
import type { GrantType } from './grant-type.ts';
import { refreshToken } from './refresh-tokens.ts';

/**
 * Grant types that the token endpoint serves, by `grant_type`; neither implicit nor password.
 *
 * @see RFC 9700 §2.1.2 @see RFC 9700 §2.4
 */
export const tokenGrantTypes: ReadonlyMap<string, GrantType<ExchangeRefusal | RefreshRefusal>> = new Map<
  string,
  GrantType<ExchangeRefusal | RefreshRefusal>
>([
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshToken],
]);
