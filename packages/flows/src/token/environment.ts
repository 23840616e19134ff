import type { Platform } from '@pristan/wire';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, Secrets, TokenKeys, Vault } from '../ports/world.ts';
import type { GatheredSecretUses } from './secret-uses.ts';

/** What the token flows need of the world. */
export interface TokenEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly secrets: Secrets;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'tokens' | 'commit'>;
  readonly secretUses: GatheredSecretUses;
  readonly settings: TokenSettings;
}

export interface TokenSettings {
  readonly platform: Platform;
  readonly refreshGraceSeconds: number;
  /** `iss`: the public site, no slash at the end. */
  readonly issuer: string;
  readonly baseDomain: string;
  readonly apiDomain: string;
}
