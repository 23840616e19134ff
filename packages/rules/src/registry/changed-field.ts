import type { IntegrationFieldName } from '@pristan/wire';

/**
 * A field of an integration that an edit changed, for the log. Values are absent for fields that are neither text nor a
 * list of texts.
 */
export interface ChangedField {
  readonly field: ChangedFieldName;
  readonly before?: string;
  readonly after?: string;
}

export type ChangedFieldName = IntegrationFieldName | 'logo';
