/** The languages of a problem's title and detail. */
export type ProblemLanguage = 'ru' | 'en';

interface Words {
  readonly title: string;
  readonly detail: string;
}

/** An entry of the problem catalogue: the HTTP status, and title and detail for people. */
export interface ProblemEntry extends Readonly<Record<ProblemLanguage, Words>> {
  readonly status: number;
}
