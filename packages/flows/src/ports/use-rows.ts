import type { DayOfUse } from '@pristan/rules';

/** Calls of one grant on one day that are not stored yet. */
export interface GrantUse extends DayOfUse {
  readonly accountId: number;
  readonly grantId: string;
  readonly lastUsedAt: number;
}

/** How often grants were used. Nothing is decided by it. */
export interface UseRows {
  /** Adds to what is known, all or nothing, in one statement; grants that are gone are left out. */
  add(uses: readonly GrantUse[]): Promise<void>;
  /** What the grants of an integration in an account were called since then, a row for each grant and day. */
  since(
    whose: { readonly accountId: number; readonly integrationId: string },
    at: number,
  ): Promise<readonly (DayOfUse & { readonly grantId: string })[]>;
}
