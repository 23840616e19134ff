declare const proseBrand: unique symbol;

/**
 * Text of several lines for people, plain or with markup. Only {@link isProse} produces the type, so unchecked text
 * does not compile where prose is stored or shown.
 */
export type Prose = string & { readonly [proseBrand]: 'prose' };

/** The reason why a text of several lines is refused. */
export type ProseProblem = 'too_long' | 'control_characters';

// Characters that a text of several lines cannot have: those that one line cannot have (one-line-text.ts), except tabs,
// line ends and paragraph ends.
const inNoProse =
  /(?![\t\n\r])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]/u;
const everyInNoProse = new RegExp(inNoProse.source, 'gu');

/** True for a text of plain characters, tabs and line ends, of any length, including an empty one. */
export function isProse(text: string): text is Prose {
  return !inNoProse.test(text);
}

/**
 * The reason why a text of several lines is refused: more than `max` characters, or a character that it cannot have.
 * `undefined` when it is accepted.
 */
export function proseProblem(text: string, max: number): ProseProblem | undefined {
  if (text.length > max && (text.length > 2 * max || [...text].length > max)) return 'too_long';
  return isProse(text) ? undefined : 'control_characters';
}

/**
 * Makes a stored text of several lines safe to show: characters that it cannot have become U+FFFD. Other texts are
 * unchanged.
 */
export function shownProse(text: string): Prose {
  return text.replace(everyInNoProse, '\ufffd') as Prose;
}
