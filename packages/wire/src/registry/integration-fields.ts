import type { TextLanguage } from '../text-languages.ts';

/** A field of an integration that its technical account writes. */
export interface IntegrationField {
  /** The field's name in the program; its name on the wire is its key in the table. */
  readonly property: string;
  /** The field's column, when it is not named as on the wire. */
  readonly column?: string;
  /**
   * `line`: plain text without line breaks. `html`: sanitised before it is stored. `address`: a URL that the platform
   * calls or redirects to. `origins`: origins of sites.
   */
  readonly type: 'line' | 'html' | 'language' | 'address' | 'origins' | 'scopes';
  /** True for a text that cannot be empty; a client has to send it when it creates an integration. */
  readonly required: boolean;
  /** Maximum length in characters, of a `line` or `html`. */
  readonly charactersMax?: number;
  /** Maximum number of entries in a list. */
  readonly entriesMax?: number;
  /** The value of a new integration whose creator sent none, if it is not an empty one. */
  readonly initial?: string | readonly string[];
  /** The field in the documentation of the API. */
  readonly description: string;
  /** The same in the body that creates an integration, where it says what an absent value means. */
  readonly descriptionAtCreation?: string;
  readonly example?: string | readonly string[];
  /** The option of `pristan integration create`; `label` names the field in a refusal. */
  readonly option: { readonly flag: string; readonly value: string; readonly what: string; readonly label: string };
  /** The console's form that asks for it: the integration's settings, or its descriptions by language. */
  readonly form: 'settings' | 'texts';
  /** True for a text that the consent page shows as a paragraph, unless it is empty. */
  readonly onConsent?: boolean;
}

/**
 * Every field of an integration that its technical account writes, by its name on the wire. Schemas, refusals, bodies,
 * columns, options of the command line and forms of the console are made from this table.
 *
 * @see docs/spec/dialect.md#integration-fields
 */
export const integrationFields = {
  name: {
    property: 'name',
    type: 'line',
    required: true,
    charactersMax: 255,
    description: 'Name shown to people; 1 to 255 characters. Surrounding spaces are trimmed.',
    example: 'Acme Mail',
    option: { flag: 'name', value: 'name', what: 'its name on pages', label: 'name' },
    form: 'settings',
  },
  language: {
    property: 'language',
    type: 'language',
    required: false,
    initial: 'ru',
    description: 'Main language: the language of `summary` and `description`. For other languages see `…/texts`',
    descriptionAtCreation: 'Main language; the signed-in person’s when absent',
    option: {
      flag: 'language',
      value: 'code',
      what: 'the language of summary and description; ru by default',
      label: 'language',
    },
    form: 'texts',
  },
  summary: {
    property: 'summary',
    type: 'line',
    required: false,
    charactersMax: 300,
    description: 'Plain text for the consent page, at most 300 characters',
    option: { flag: 'summary', value: 'text', what: 'one line about it', label: 'summary' },
    form: 'texts',
    onConsent: true,
  },
  description: {
    property: 'descriptionHtml',
    column: 'description_html',
    type: 'html',
    required: false,
    charactersMax: 65_000,
    description: 'HTML, at most 65,000 characters before and after sanitising. Only text markup and links are kept.',
    example: '<p>Saves incoming mail to the CRM.</p>',
    option: {
      flag: 'description',
      value: 'html',
      what: 'its page as HTML; disallowed markup is removed',
      label: 'description',
    },
    form: 'texts',
  },
  redirect_uri: {
    property: 'redirectUri',
    type: 'address',
    required: true,
    description:
      'Receives the code. An absolute https URL without fragment or user info, compared byte for byte. Loopback http is allowed until the integration is published.',
    example: 'https://shop.example/callback',
    option: {
      flag: 'redirect-uri',
      value: 'address',
      what: 'the address that receives the code',
      label: 'redirect URI',
    },
    form: 'settings',
  },
  button_origins: {
    property: 'buttonOrigins',
    type: 'origins',
    required: false,
    entriesMax: 20,
    description: 'Origins of sites that carry the button, at most 20',
    example: ['https://shop.example'],
    option: {
      flag: 'button-origin',
      value: 'origin',
      what: 'a site whose button may receive the code; may be repeated',
      label: 'button origin',
    },
    form: 'settings',
  },
  disconnect_uri: {
    property: 'disconnectUri',
    type: 'address',
    required: false,
    description: 'Receives the disconnect hook; null: none',
    option: {
      flag: 'disconnect-uri',
      value: 'address',
      what: 'the hook that is called when an account disables it',
      label: 'disconnect hook',
    },
    form: 'settings',
  },
  scopes: {
    property: 'scopes',
    type: 'scopes',
    required: false,
    initial: ['crm'],
    description: 'Requested scopes, each once',
    descriptionAtCreation: 'Requested scopes, each once; `crm` when absent',
    option: { flag: 'scope', value: 'scope', what: 'a permission to request; may be repeated', label: 'scope' },
    form: 'settings',
  },
} as const satisfies Readonly<Record<string, IntegrationField>>;

export type IntegrationFieldTable = typeof integrationFields;

/** The name of an integration's field on the wire. */
export type IntegrationFieldName = keyof IntegrationFieldTable;

/** The name of a field that a client has to send when it creates an integration. */
export type RequiredFieldName = {
  [Name in IntegrationFieldName]: IntegrationFieldTable[Name]['required'] extends true ? Name : never;
}[IntegrationFieldName];

/** The names of an integration's fields, in the order in which bodies and refusals list them. */
export const integrationFieldNames = Object.keys(integrationFields) as readonly IntegrationFieldName[];

type Lists = 'origins' | 'scopes';

/** The value of a field in the program. An optional URL is `undefined` when there is none, any other text is empty. */
export type IntegrationFieldValue<Field extends IntegrationField> = Field['type'] extends Lists
  ? readonly string[]
  : Field['type'] extends 'language'
    ? TextLanguage
    : Field extends { readonly type: 'address'; readonly required: false }
      ? string | undefined
      : string;

/** The values of all fields of an integration, by their names in the program. */
export type IntegrationFieldValues = {
  readonly [Name in IntegrationFieldName as IntegrationFieldTable[Name]['property']]: IntegrationFieldValue<
    IntegrationFieldTable[Name]
  >;
};

/** One field as the table describes it; unlike an index into the table, its optional members can be read. */
export function integrationField(
  name: IntegrationFieldName,
): IntegrationField & { readonly property: keyof IntegrationFieldValues } {
  return integrationFields[name];
}
