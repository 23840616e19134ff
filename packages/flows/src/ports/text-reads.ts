import type { IntegrationText } from '@pristan/rules';
import type { TextLanguage } from '@pristan/wire';

/** Localized texts of integrations. */
export interface TextReads {
  /** Texts in the further languages of an integration of that account. */
  further(accountId: number, integrationId: string): Promise<readonly IntegrationText[]>;
  /**
   * The text a reader sees for each integration: in the first of these languages that it has, otherwise in its main
   * language. These texts are public, so no account is needed.
   *
   * @param options.descriptions false: descriptions are left empty
   */
  shown(
    integrationIds: readonly string[],
    languages: readonly TextLanguage[],
    options: { readonly descriptions: boolean },
  ): Promise<ReadonlyMap<string, IntegrationText>>;
}
