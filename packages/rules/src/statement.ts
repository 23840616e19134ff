/** The value of a fact as a page stated it, complete, so that a difference can be shown. */
export type StatedValue = string | number | boolean | readonly string[];

/**
 * A page's statement about the objects with the IDs in `about`: every fact that determines which access a confirmation
 * gives or ends.
 */
export interface Stated<Page extends string, Facts> {
  readonly page: Page;
  readonly about: readonly (string | number)[];
  readonly facts: Facts;
}

/** A fact that has changed since the page stated it. */
export interface Difference<Fact extends string> {
  readonly fact: Fact;
  readonly was: StatedValue | undefined;
  readonly now: StatedValue | undefined;
}

export type FactOf<Facts> = Facts extends unknown ? keyof Facts & string : never;
