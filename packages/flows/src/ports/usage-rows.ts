import type { DailyUsage } from '@pristan/rules';
import type { Page, PageRequest } from './page.ts';

/** API calls of one grant on one day that are not stored yet. */
export interface GrantUse extends DailyUsage {
  readonly accountId: number;
  readonly grantId: string;
  readonly lastUsedAt: number;
}

/** The last request that a client secret authenticated and that got tokens. Not stored yet. */
export interface SecretUse {
  readonly integrationId: string;
  readonly secretId: string;
  readonly lastUsedAt: number;
}

/** Stored usage of grants and client secrets. No decision rests on it. */
export interface UsageRows {
  /** Adds API calls to the stored counts in one statement, all or nothing; deleted grants are skipped. */
  add(uses: readonly GrantUse[]): Promise<void>;
  /** Stores the later time of last use of each secret in one statement; deleted secrets are skipped. */
  addSecrets(uses: readonly SecretUse[]): Promise<void>;
  /** Grants of an integration in an account with an API call since `at`, ended ones too, newest first. */
  usedSince(
    whose: { readonly accountId: number; readonly integrationId: string },
    at: number,
    page: PageRequest<string>,
  ): Promise<Page<string, string>>;
  /** API calls of these grants since `at`, one row per grant and day. */
  since(
    accountId: number,
    grantIds: readonly string[],
    at: number,
  ): Promise<readonly (DailyUsage & { readonly grantId: string })[]>;
}
