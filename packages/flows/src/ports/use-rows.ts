import type { DayOfUse } from '@pristan/rules';
import type { Page, PageAsked } from './page.ts';

/** Calls of one grant on one day that are not stored yet. */
export interface GrantUse extends DayOfUse {
  readonly accountId: number;
  readonly grantId: string;
  readonly lastUsedAt: number;
}

/** That a secret authenticated a request that was answered with tokens, not stored yet. */
export interface SecretUse {
  readonly integrationId: string;
  readonly secretId: string;
  readonly lastUsedAt: number;
}

/** How often grants were used, and when secrets were. Nothing is decided by it. */
export interface UseRows {
  /** Adds to what is known, all or nothing, in one statement; grants that are gone are left out. */
  add(uses: readonly GrantUse[]): Promise<void>;
  /** The later moment stays, in one statement for all of them; secrets that are gone are left out. */
  addSecrets(uses: readonly SecretUse[]): Promise<void>;
  /** Grants of an integration in an account that were called since then, ended ones too, newest first. */
  usedSince(
    whose: { readonly accountId: number; readonly integrationId: string },
    at: number,
    page: PageAsked<string>,
  ): Promise<Page<string, string>>;
  /** What these grants were called since then, a row for each grant and day. */
  since(
    accountId: number,
    grantIds: readonly string[],
    at: number,
  ): Promise<readonly (DayOfUse & { readonly grantId: string })[]>;
}
