import type { Platform } from '@pristan/wire';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, SecretHasher, TokenKeys, Vault } from '../ports/environment.ts';
import type { BufferedSecretUses } from './secret-uses.ts';

/** Ports and settings of the token flows. */
export interface TokenEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly secrets: SecretHasher;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'tokens' | 'evidence' | 'commit'>;
  readonly secretUses: BufferedSecretUses;
  readonly settings: TokenSettings;
}

export interface TokenSettings {
  readonly platform: Platform;
  readonly refreshGraceSeconds: number;
  /** The `iss` claim: URL of the public site, without a trailing slash. */
  readonly issuer: string;
  readonly baseDomain: string;
  readonly apiDomain: string;
}
