import type { JsonObject, MemberName, LocatedMember, ReadableWidget, WidgetContents, WidgetFile } from '@pristan/rules';
import { isObject, manifestMember, manifestPath } from '@pristan/rules';
import { isBlank } from '@pristan/wire';
import { memberLines } from './member-lines.ts';
import type { Violation } from './rule.ts';
import { snippet } from './snippet.ts';

/** A readable widget archive, prepared for the checks. */
export interface WidgetUnderCheck {
  readonly contents: WidgetContents;
  readonly root: JsonObject;
  readonly languages: ReadableWidget['languages'];
  /** The locations that the manifest lists, each once. */
  readonly locations: readonly string[];
  readonly file: (path: string) => WidgetFile | undefined;
  /** The violation of a missing file, or of a file whose name differs in case. */
  readonly absent: (path: string, expected?: string) => Violation;
  /** A manifest member with its place. */
  readonly at: (name: MemberName) => LocatedMember;
  /** The object in a manifest member; empty when the member is not an object. */
  readonly objectAt: (name: MemberName) => JsonObject;
  /** A violation in the manifest, with its line. */
  readonly fault: (place: string, code: Violation['code'], about?: Partial<Violation>) => Violation;
  /** Every word in the scripts, styles and templates; absent when they exceed what is checked. */
  readonly words: ReadonlySet<string> | undefined;
}

/** Prepares a widget archive for the checks. */
export function widgetUnderCheck(contents: WidgetContents, reading: ReadableWidget): WidgetUnderCheck {
  const { root, languages, manifest } = reading;
  const files = new Map(contents.files.map((file) => [file.path, file]));
  const lowered = new Map(contents.files.map(({ path }) => [path.toLowerCase(), path]));
  const lines = memberLines(contents.manifest?.text ?? '');
  const at = (name: MemberName): LocatedMember => manifestMember(root, name);
  return {
    contents,
    root,
    languages,
    locations: manifest.locations,
    file: (path) => files.get(path),
    absent: (path, expected = path) => {
      const found = lowered.get(path.toLowerCase());
      return found === undefined || found === path
        ? { file: path, code: 'missing', expected }
        : { file: path, code: 'misplaced', expected: path, found };
    },
    at,
    objectAt: (name) => {
      const { value } = at(name);
      return isObject(value) ? value : {};
    },
    fault: (place, code, about) => ({ file: manifestPath, line: lines.get(place), member: place, code, ...about }),
    words: contents.code && wordsOf(contents.code.map(({ text }) => text ?? '')),
  };
}

function wordsOf(texts: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) {
    for (const [word] of text.matchAll(/[\p{L}\p{N}_.@-]+/gu)) {
      words.add(word);
      if (word.includes('.')) for (const part of word.split('.')) words.add(part);
    }
  }
  return words;
}

/** The notation of each kind of JSON value in findings. */
const forms = { text: '"…"', object: '{…}', list: '[…]', boolean: 'true | false' } as const;

/** Reports a manifest member that is missing or not of the expected kind. */
export function* mustBe(
  widget: WidgetUnderCheck,
  {
    value,
    place,
    expected,
    level = 'E',
  }: {
    readonly value: unknown;
    readonly place: string;
    readonly expected?: string;
    readonly level?: 'E' | 'W';
  },
  kind: keyof typeof forms,
): Generator<Violation> {
  const about = { expected: expected ?? forms[kind], level };
  if (isAbsent(value)) yield widget.fault(place, 'missing', about);
  else if (!isA(value, kind)) yield widget.fault(place, 'differs', { ...about, found: snippet(value) });
}

/** Whether a manifest member is missing, null, or a blank text. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && isBlank(value));
}

function isA(value: unknown, kind: keyof typeof forms): boolean {
  if (kind === 'list') return Array.isArray(value);
  if (kind === 'object') return isObject(value);
  return typeof value === (kind === 'text' ? 'string' : 'boolean');
}
