/**
 * The limits of HTML that is parsed. A parser's time grows with tags, attributes, entities and nesting far more than
 * with length; one pass over the characters counts them.
 */
export const htmlLimits = { parts: 2_000, depth: 50 } as const;

/** The reason why HTML of an integrator is refused without being parsed. */
export type HtmlProblem = 'too_many_tags' | 'nested_too_deep';

/** HTML elements without content, or ended by another one of their kind. */
const holdsNothing = new Set(['br', 'hr', 'img', 'input', 'wbr', 'meta', 'link', 'p', 'li', 'td', 'tr', 'option']);

const NAME_MAX = 20;

/**
 * The reason why this HTML is refused without being parsed; `undefined` when it may be parsed. Comments, and parts that
 * a parser would skip, are counted as if it parsed them.
 */
export function htmlProblem(html: string): HtmlProblem | undefined {
  let parts = 0;
  let depth = 0;
  let inTag = false;
  for (let at = 0; at < html.length; at++) {
    const character = html[at];
    if (character === '<') {
      const closes = html[at + 1] === '/';
      const name = nameAt(html, closes ? at + 2 : at + 1);
      if (name !== '' && !holdsNothing.has(name)) depth = Math.max(0, depth + (closes ? -1 : 1));
      inTag = true;
      parts += 1;
      if (closes) at += 1;
    } else if (character === '>') inTag = false;
    else parts += partsAt(html, at, inTag);
    if (depth > htmlLimits.depth) return 'nested_too_deep';
    if (parts > htmlLimits.parts) return 'too_many_tags';
  }
  return undefined;
}

const BLANK: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '\f']);

// A slash also separates attributes, so it counts a little; a URL inside an attribute has several slashes.
const SLASH = 0.25;

/** The parts that begin at a character other than a bracket: an entity, or an attribute inside a tag. */
function partsAt(html: string, at: number, inTag: boolean): number {
  const character = html[at] ?? '';
  if (character === '&') return /[a-z#]/i.test(html[at + 1] ?? '') ? 1 : 0;
  if (!inTag) return 0;
  if (character === '/') return SLASH;
  return BLANK.has(character) && !BLANK.has(html[at + 1] ?? ' ') ? 1 : 0;
}

function nameAt(html: string, from: number): string {
  let name = '';
  for (let at = from; at < from + NAME_MAX; at++) {
    const letter = html[at] ?? '';
    if (!/[a-z\d]/i.test(letter)) break;
    name += letter;
  }
  return name.toLowerCase();
}
