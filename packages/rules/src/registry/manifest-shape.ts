import { isBlank } from '@pristan/wire';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A file of a widget archive as text, without a byte order mark; the text is absent when it is not UTF-8. */
export interface TextFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** The reason why a file is not a JSON object. */
export type JsonProblem = 'not_utf8' | 'not_json' | 'wrong_type';

/** The JSON object in a file, or the reason why there is none. */
export function readJsonObject({ text }: TextFile): JsonObject | JsonProblem {
  if (text === undefined) return 'not_utf8';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not_json';
  }
  return isObject(value) ? value : 'wrong_type';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an object's own member; inherited members do not count. */
export function jsonMember(object: JsonObject | undefined, name: string): unknown {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A text by its dotted key in a language file; `undefined` when it is absent or blank. */
export function textAt(texts: JsonObject, key: string): string | undefined {
  let value: unknown = texts;
  for (const part of key.split('.')) value = isObject(value) ? jsonMember(value, part) : undefined;
  return typeof value === 'string' && !isBlank(value) ? value : undefined;
}

/** True when a text of the manifest is the key of a text in the language files. */
export function isTextKey(text: string): boolean {
  return /^[\w-]+(\.[\w-]+)+$/.test(text);
}

/** True for `true`, and for its other spellings in real manifests: `"true"`, `"Y"`, `1`. */
export function isTruthyFlag(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(true|y|yes|1)$/i.test(value.trim()));
}
