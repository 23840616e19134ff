import type { DailyUsage } from '@pristan/rules';
import type { Page, PageRequest } from './page.ts';

/** Calls of one grant on one day, not stored yet. */
export interface GrantUse extends DailyUsage {
  readonly accountId: number;
  readonly grantId: string;
  readonly lastUsedAt: number;
}

/** The last request that a client secret authenticated and that got tokens, not stored yet. */
export interface SecretUse {
  readonly integrationId: string;
  readonly secretId: string;
  readonly lastUsedAt: number;
}

/** Usage of grants and secrets. No decision rests on it. */
export interface UseRows {
  /** Adds to the stored counts, all or nothing, in one statement; deleted grants are skipped. */
  add(uses: readonly GrantUse[]): Promise<void>;
  /** Stores the later time of each secret in one statement; deleted secrets are skipped. */
  addSecrets(uses: readonly SecretUse[]): Promise<void>;
  /** Grants of an integration in an account that were called since `at`, ended ones too, newest first. */
  usedSince(
    whose: { readonly accountId: number; readonly integrationId: string },
    at: number,
    page: PageRequest<string>,
  ): Promise<Page<string, string>>;
  /** Calls of these grants since `at`, one row per grant and day. */
  since(
    accountId: number,
    grantIds: readonly string[],
    at: number,
  ): Promise<readonly (DailyUsage & { readonly grantId: string })[]>;
}
