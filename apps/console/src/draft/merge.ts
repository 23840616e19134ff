/** Values of a form that is saved as a whole: texts, and lists of texts. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** A stored object, as a form shows it. */
export interface Stored<V extends Values> {
  readonly values: V;
  /** Grows with every stored change. */
  readonly version: number;
}

/** The input, and the stored values it started from. */
export interface Draft<V extends Values> {
  readonly typed: V;
  readonly base: Stored<V>;
}

/** A draft merged with what is stored now. */
export interface Merged<V extends Values> {
  /** Values of the form: the input, and elsewhere what is stored now. */
  readonly draft: Draft<V>;
  /** Fields that differ from what is stored. */
  readonly changed: Partial<V>;
  /** Fields that both the person and somebody else have changed, differently. */
  readonly clash: readonly (keyof V & string)[];
}

/**
 * Merges a draft with what is stored now. Other people's changes appear where nothing was typed. Where both changed the
 * same field, the draft keeps its old base, so that a save is refused and nobody's text is overwritten unseen.
 */
export function merge<V extends Values>({ typed, base }: Draft<V>, stored: Stored<V>): Merged<V> {
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

function pick<V extends Values>(values: V, fields: readonly (keyof V & string)[]): Partial<V> {
  return Object.fromEntries(fields.map((field) => [field, values[field]])) as Partial<V>;
}

function isSame(one: Values[string] | undefined, other: Values[string] | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
