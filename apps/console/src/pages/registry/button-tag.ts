/** Classes of tags that the button’s script recognizes: Pristan’s own, and those of amoCRM’s and Kommo’s tags. */
export const tagClasses = ['pristan_oauth', 'amocrm_oauth', 'kommo_oauth'] as const;
export type TagClass = (typeof tagClasses)[number];

/**
 * Options of a connect button, as entered in the form; an empty text omits its attribute. @see docs/guides/button.md
 */
export interface ButtonOptions {
  readonly kind: 'client_id' | 'metadata';
  readonly class: TagClass;
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

/** Initial options of a button; on a platform with Kommo's dialect its tag has Kommo's class. */
export function defaultOptionsFor(platform: string | undefined): ButtonOptions {
  return platform === '2' ? { ...defaultOptions, class: 'kommo_oauth' } : defaultOptions;
}

export const defaultOptions: ButtonOptions = {
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

/** Name and unescaped value of an attribute of the button’s tag. */
export type TagAttribute = readonly [name: string, value: string];

/** Attributes that determine the button's look. */
export function lookAttributes({ texts, compact }: ButtonOptions): readonly TagAttribute[] {
  return [...given(texts, lookTexts), ...(compact ? ([['data-compact', 'true']] as const) : [])];
}

/** Whether a button’s tag has all that the script needs; an incomplete tag renders no button. */
export function isTagComplete({ kind, texts, scopes }: ButtonOptions): boolean {
  return kind === 'client_id' || (scopes.length > 0 && requiredMetadata.every((name) => texts[name] !== ''));
}

/** Writes the button’s tag for the developer's page, as HTML. */
export function buttonTag(options: ButtonOptions, place: { readonly site: string; readonly clientId: string }): string {
  const { kind, texts, scopes } = options;
  const subject: readonly TagAttribute[] =
    kind === 'client_id'
      ? [['data-client-id', place.clientId]]
      : [
          ...given(texts, requiredMetadata),
          ...(scopes.length > 0 ? ([['data-scopes', scopes.join(',')]] as const) : []),
          ...given(texts, optionalMetadata),
        ];
  const attributes: readonly TagAttribute[] = [
    ['class', options.class],
    ['src', `${place.site}/auth/button.min.js`],
    ...subject,
    ...lookAttributes(options),
    ...given(texts, behaviourTexts),
  ];
  return `<script\n${attributes.map(([name, value]) => `  ${name}="${escapeAttribute(value)}"`).join('\n')}\n></script>`;
}

function given(texts: ButtonOptions['texts'], names: readonly ButtonText[]): readonly TagAttribute[] {
  return names.filter((name) => texts[name] !== '').map((name) => [`data-${name}`, texts[name]]);
}

/**
 * Escapes an attribute’s value, angle brackets included: filters and highlighters of HTML may be less exact than
 * browsers.
 */
function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
