import type { WidgetProblem, WidgetProblemCode } from './widget-problem.ts';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Takes what is wrong, so that reading goes on and everything is told at once. */
export interface ProblemSink {
  add(file: string, field: string, code: WidgetProblemCode): undefined;
  readonly problems: readonly WidgetProblem[];
}

export function problemSink(): ProblemSink {
  const problems: WidgetProblem[] = [];
  return {
    problems,
    add(file, field, code) {
      problems.push({ file, field: field.slice(0, 200), code });
      return undefined;
    },
  };
}

/** A file of the archive as text; without one when its bytes are no UTF-8. */
export interface TextFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** The JSON object that a file is; undefined, and told, when it is none. */
export function readJsonFile(file: TextFile, sink: ProblemSink): JsonObject | undefined {
  const { path, text } = file;
  if (text === undefined) return sink.add(path, '', 'not_utf8');
  if (text.startsWith('\ufeff')) return sink.add(path, '', 'has_bom');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return sink.add(path, '', 'not_json');
  }
  return isObject(value) ? value : sink.add(path, '', 'wrong_type');
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own; what an object inherits is none. */
export function member(object: JsonObject | undefined, name: string): unknown {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A text by its key with dots, in a language's file; undefined when there is none or it is blank. */
export function textAt(texts: JsonObject, key: string): string | undefined {
  let value: unknown = texts;
  for (const part of key.split('.')) value = isObject(value) ? member(value, part) : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Why a value is no object, string or boolean that must be there. */
export function shapeProblem(
  value: unknown,
  type: 'object' | 'string' | 'boolean',
): 'required' | 'wrong_type' | undefined {
  if (value === undefined || value === '') return 'required';
  if (type === 'object') return isObject(value) ? undefined : 'wrong_type';
  return typeof value === type ? undefined : 'wrong_type';
}
