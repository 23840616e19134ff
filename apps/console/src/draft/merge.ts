/** Values of a form that is kept as a whole: texts, and lists of texts. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** Something stored, as a form shows it. */
export interface Stored<V extends Values> {
  readonly values: V;
  /** Grows with every change of what is stored. */
  readonly version: number;
}

/** What is typed, and what it began from. */
export interface Draft<V extends Values> {
  readonly typed: V;
  readonly base: Stored<V>;
}

/** A draft seen beside what is stored by now. */
export interface Merged<V extends Values> {
  /** What the form shows: what was typed, and elsewhere what is stored now. */
  readonly draft: Draft<V>;
  /** What differs from what is stored. */
  readonly changed: Partial<V>;
  /** The fields that were changed here and, to something else, by somebody else. */
  readonly clash: readonly (keyof V & string)[];
}

/**
 * Brings a draft up to what is stored now. What others changed comes in where nothing was typed; where both changed the
 * same field the draft keeps its old base, so that a save is refused and nobody's words are overwritten unseen.
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
