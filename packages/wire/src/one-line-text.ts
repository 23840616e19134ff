declare const lineBrand: unique symbol;

/**
 * One line of text for people: a name, a title, a summary. Only {@link isLine} produces the type, so unchecked text
 * does not compile where a line is stored or shown.
 */
export type Line = string & { readonly [lineBrand]: 'line' };

/** The reason why a line of text is refused. */
export type LineProblem = 'required' | 'too_long' | 'control_characters';

// Characters that a line cannot have. Control characters and unpaired surrogates are not text; noncharacters are never
// exchanged (Unicode 23.7); direction characters can make a name read as another one (UAX 9, with the marks and the
// deprecated U+206A to U+206F); U+FFF9 to U+FFFB delimit annotations.
const inNoLine =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]/u;
const everyInNoLine = new RegExp(inNoLine.source, 'gu');

/** True for a text without visible characters: only spaces, fillers, combining marks alone, and format characters. */
export function isBlank(text: string): boolean {
  return /^[\p{White_Space}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

/** True for one line of plain characters of any length, including an empty one. */
export function isLine(text: string): text is Line {
  return !inNoLine.test(text);
}

/**
 * The reason why an optional line is refused: more than `max` characters, or a character that a line cannot have.
 * `undefined` when it is accepted.
 */
export function lineProblem(text: string, max: number): Exclude<LineProblem, 'required'> | undefined {
  // A text has at most twice as many UTF-16 units as characters, so a longer one needs no counting.
  if (text.length > max && (text.length > 2 * max || [...text].length > max)) return 'too_long';
  return isLine(text) ? undefined : 'control_characters';
}

/**
 * The reason why a name is refused: the reasons for an optional line, and `required` for a blank one. `undefined` when
 * it is accepted.
 */
export function nameProblem(text: string, max: number): LineProblem | undefined {
  return isBlank(text) ? 'required' : lineProblem(text, max);
}

/**
 * Makes a stored text safe to show in one line, for rows written before texts were checked: characters that a line
 * cannot have become U+FFFD, and so does an invisible text. Other texts are unchanged.
 */
export function shownLine(text: string): Line {
  const shown = text.replace(everyInNoLine, '\ufffd');
  return (shown !== '' && isBlank(shown) ? '\ufffd' : shown) as Line;
}
