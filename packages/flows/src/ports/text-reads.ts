import type { IntegrationText } from '@pristan/rules';
import type { TextLanguage } from '@pristan/wire';

/** What people read of integrations, in their languages. */
export interface TextReads {
  /** The texts besides the main one, of an integration of that account. */
  further(accountId: number, integrationId: string): Promise<readonly IntegrationText[]>;
  /**
   * For each integration the text that its reader sees: in the first of these languages that it has, otherwise the main
   * one. What anybody may read, so no account is asked for.
   *
   * @param options.descriptions false: descriptions are left empty
   */
  shown(
    integrationIds: readonly string[],
    languages: readonly TextLanguage[],
    options: { readonly descriptions: boolean },
  ): Promise<ReadonlyMap<string, IntegrationText>>;
}
