/** Values of a form’s fields, by field name: texts, and lists of texts. The form is saved as a whole. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** An object as the platform has stored it, with the values that a form shows. */
export interface StoredObject<V extends FormValues> {
  readonly values: V;
  /** The object’s version, which grows with every stored change. */
  readonly version: number;
}

/** A person’s input into a form, and the stored values from which it started. */
export interface Draft<V extends FormValues> {
  readonly typed: V;
  readonly base: StoredObject<V>;
}

/** A draft merged with what is stored now. */
export interface MergedDraft<V extends FormValues> {
  /** Values that the form shows: the input, and elsewhere what is stored now. */
  readonly draft: Draft<V>;
  /** Values of the fields in which the form differs from what is stored. */
  readonly changed: Partial<V>;
  /** Fields that both the person and somebody else have changed, differently. */
  readonly clash: readonly (keyof V & string)[];
}

/**
 * Merges a draft with what is stored now. Other people's changes appear where nothing was typed. Where both changed the
 * same field, the draft keeps the version from which it started, so that a save is refused and nobody's text is
 * overwritten unseen.
 */
export function mergeDraft<V extends FormValues>({ typed, base }: Draft<V>, stored: StoredObject<V>): MergedDraft<V> {
  const fields = Object.keys(stored.values) as (keyof V & string)[];
  const own = fields.filter((field) => !isSame(typed[field], base.values[field]));
  const clash = own.filter(
    (field) => !isSame(stored.values[field], base.values[field]) && !isSame(stored.values[field], typed[field]),
  );
  const shown = { ...stored.values, ...pick(typed, own) };
  const settled = { ...stored.values, ...pick(base.values, clash) };
  return {
    draft: {
      typed: shown,
      base: { values: settled, version: clash.length === 0 ? stored.version : base.version },
    },
    changed: pick(
      shown,
      fields.filter((field) => !isSame(shown[field], stored.values[field])),
    ),
    clash,
  };
}

function pick<V extends FormValues>(values: V, fields: readonly (keyof V & string)[]): Partial<V> {
  return Object.fromEntries(fields.map((field) => [field, values[field]])) as Partial<V>;
}

function isSame(one: FormValues[string] | undefined, other: FormValues[string] | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
