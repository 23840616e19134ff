import type { IntegrationText } from '@pristan/rules';
import type { TextLanguage } from '@pristan/wire';

/** Localized names and descriptions of integrations. */
export interface TextReads {
  /** Names and descriptions in the languages of an integration beside its main one. */
  further(accountId: number, integrationId: string): Promise<readonly IntegrationText[]>;
  /**
   * The name and description that a reader sees for each integration: in the first of these languages that the
   * integration has, otherwise in its main language. They are public, so no account is needed.
   *
   * @param options.descriptions false: descriptions are left empty
   */
  shown(
    integrationIds: readonly string[],
    languages: readonly TextLanguage[],
    options: { readonly descriptions: boolean },
  ): Promise<ReadonlyMap<string, IntegrationText>>;
}
