/** The languages that problems are told in. */
export type ProblemLanguage = 'ru' | 'en';

interface Words {
  readonly title: string;
  readonly detail: string;
}

/** A reason of the catalogue: its status, and its words for people. */
export interface ProblemEntry extends Readonly<Record<ProblemLanguage, Words>> {
  readonly status: number;
}
