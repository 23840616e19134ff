/** The languages of problem texts. */
export type ProblemLanguage = 'ru' | 'en';

interface Words {
  readonly title: string;
  readonly detail: string;
}

/** An entry of the catalogue: its status, and its texts for people. */
export interface ProblemEntry extends Readonly<Record<ProblemLanguage, Words>> {
  readonly status: number;
}
