/** A control of a form; a radio button or an option is one of its own. */
export interface Control {
  readonly tag: 'input' | 'select' | 'option' | 'textarea' | 'button';
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly classes: readonly string[];
  readonly disabled: boolean;
  readonly checked: boolean;
  /** The text from this control to the next one: the words beside a radio button, or of an option. */
  readonly text: string;
}

export interface Form {
  readonly action: string;
  readonly method: 'GET' | 'POST';
  readonly controls: readonly Control[];
}

/** Reads every form of a page. */
export function formsOf(html: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = '', inside = '']) => {
    const attributes = attributesOf(tag);
    return {
      action: attributes.get('action') ?? '',
      method: (attributes.get('method') ?? '').toUpperCase() === 'POST' ? 'POST' : 'GET',
      controls: controlsOf(inside),
    };
  });
}

/** The form with a control that fits, if there is one. */
export function formWith(html: string, fits: (control: Control, form: Form) => boolean): Form | undefined {
  return formsOf(html).find((form) => form.controls.some((control) => fits(control, form)));
}

/** The choices of a page's account picker: the options of its list, or its radio buttons. */
export function choicesOf(html: string): readonly Control[] {
  return formsOf(html)
    .flatMap(({ controls }) => controls)
    .filter(({ tag, type, disabled, value }) => (tag === 'option' || type === 'radio') && !disabled && value !== '');
}

/** The fields that a browser would send if nobody typed or chose. */
export function fieldsOf({ controls }: Form): Record<string, string> {
  const sent = controls.filter(
    ({ tag, type, name, checked, disabled }) =>
      name !== '' && !disabled && tag !== 'button' && (['radio', 'checkbox'].includes(type) ? checked : true),
  );
  return Object.fromEntries(sent.map(({ name, value }) => [name, value]));
}

function controlsOf(html: string): readonly Control[] {
  let list = '';
  const tags = [...html.matchAll(/<(input|select|option|textarea|button)\b([^>]*)>/gi)];
  return tags.map((found, at) => {
    const [all, tag = '', inside = ''] = found;
    const attributes = attributesOf(inside);
    const kind = tag.toLowerCase() as Control['tag'];
    if (kind === 'select') list = attributes.get('name') ?? '';
    const after = html.slice(found.index + all.length, tags[at + 1]?.index);
    return {
      tag: kind,
      name: kind === 'option' ? list : (attributes.get('name') ?? ''),
      type: (attributes.get('type') ?? '').toLowerCase(),
      value: attributes.get('value') ?? '',
      classes: (attributes.get('class') ?? '').split(/\s+/),
      disabled: attributes.has('disabled'),
      checked: attributes.has('checked') || attributes.has('selected'),
      text: textOf(after),
    };
  });
}

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = tag.matchAll(/([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return new Map(
    [...found].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      textOf(double ?? single ?? bare ?? ''),
    ]),
  );
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
