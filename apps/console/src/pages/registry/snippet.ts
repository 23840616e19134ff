/** What the form holds; an empty text is an attribute that is left out. @see docs/guides/button.md */
export interface ButtonOptions {
  readonly kind: 'client_id' | 'metadata';
  readonly class: 'pristan_oauth' | 'amocrm_oauth';
  readonly compact: boolean;
  readonly scopes: readonly string[];
  readonly texts: Readonly<Record<ButtonText, string>>;
}

export const lookTexts = ['title', 'locale', 'color', 'theme'] as const;
export const behaviourTexts = ['mode', 'state', 'error-callback', 'class-name'] as const;
export const requiredMetadata = ['name', 'description', 'redirect_uri', 'secrets_uri'] as const;
export const optionalMetadata = ['logo', 'handover-challenge'] as const;
export type ButtonText =
  | (typeof lookTexts)[number]
  | (typeof behaviourTexts)[number]
  | (typeof requiredMetadata)[number]
  | (typeof optionalMetadata)[number];

/** Before anything was chosen. */
export const untouched: ButtonOptions = {
  kind: 'client_id',
  class: 'pristan_oauth',
  compact: false,
  scopes: ['crm'],
  texts: {
    title: '',
    locale: '',
    color: '',
    theme: '',
    mode: '',
    state: '',
    'error-callback': '',
    'class-name': '',
    name: '',
    description: '',
    redirect_uri: '',
    secrets_uri: '',
    logo: '',
    'handover-challenge': '',
  },
};

/** An attribute of the tag and its value, not escaped yet. */
export type Attribute = readonly [name: string, value: string];

/** What decides how the button looks. */
export function lookAttributes({ texts, compact }: ButtonOptions): readonly Attribute[] {
  return [...given(texts, lookTexts), ...(compact ? ([['data-compact', 'true']] as const) : [])];
}

/** Whether the tag describes an integration in full; one that does not draws nothing. */
export function isWhole({ kind, texts, scopes }: ButtonOptions): boolean {
  return kind === 'client_id' || (scopes.length > 0 && requiredMetadata.every((name) => texts[name] !== ''));
}

/** The tag for an integrator's page, as HTML. */
export function snippetOf(options: ButtonOptions, place: { readonly site: string; readonly clientId: string }): string {
  const { kind, texts, scopes } = options;
  const subject: readonly Attribute[] =
    kind === 'client_id'
      ? [['data-client-id', place.clientId]]
      : [
          ...given(texts, requiredMetadata),
          ...(scopes.length > 0 ? ([['data-scopes', scopes.join(',')]] as const) : []),
          ...given(texts, optionalMetadata),
        ];
  const attributes: readonly Attribute[] = [
    ['class', options.class],
    ['src', `${place.site}/auth/button.min.js`],
    ...subject,
    ...lookAttributes(options),
    ...given(texts, behaviourTexts),
  ];
  return `<script\n${attributes.map(([name, value]) => `  ${name}="${escapeAttribute(value)}"`).join('\n')}\n></script>`;
}

function given(texts: ButtonOptions['texts'], names: readonly ButtonText[]): readonly Attribute[] {
  return names.filter((name) => texts[name] !== '').map((name) => [`data-${name}`, texts[name]]);
}

/** Angle brackets too: what filters or highlights HTML may be less exact than a browser. */
function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
