/** A fact as a page stated it: whole, so that a difference can be shown. */
export type StatedValue = string | number | boolean | readonly string[];

/** A page's statement about the ids in `about`: every fact by which a press on it would give or end power. */
export interface Stated<Page extends string, Facts> {
  readonly page: Page;
  readonly about: readonly (string | number)[];
  readonly facts: Facts;
}

/** A fact that is no longer what the page stated. */
export interface Difference<Fact extends string> {
  readonly fact: Fact;
  readonly was: StatedValue | undefined;
  readonly now: StatedValue | undefined;
}

/** The names of a statement's facts. */
export type FactOf<Facts> = Facts extends unknown ? keyof Facts & string : never;
