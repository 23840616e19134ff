import { isProse, shownLine } from '@pristan/wire';
import type { JsonObject } from './manifest-shape.ts';
import type { WidgetManifest } from './widget-manifest.ts';
import type { WidgetProblem } from './widget-problem.ts';

const FIELD_LENGTH_MAX = 200;
const PROBLEMS_MAX = 20;

/**
 * The members of a widget's manifest, and the texts it takes from language files, that contain characters other than
 * text.
 */
export function textProblems(root: JsonObject, manifest: WidgetManifest): readonly WidgetProblem[] {
  const problems: WidgetProblem[] = [];
  const add = (file: string, field: string): void => {
    problems.push({ file, field: shownLine(field).slice(0, FIELD_LENGTH_MAX), code: 'control_characters' });
  };
  // An explicit stack, because a manifest may be nested deeper than the call stack allows.
  const waiting: Place[] = [{ value: root, place: '' }];
  for (let next = waiting.pop(); next !== undefined && problems.length < PROBLEMS_MAX; next = waiting.pop()) {
    const { value, place } = next;
    if (typeof value === 'string' && !isProse(value)) add('manifest.json', place);
    for (const { name, ...member } of membersOf(next)) {
      if (!isProse(name)) add('manifest.json', member.place);
      waiting.push(member);
    }
  }
  for (const [field, texts] of textsTaken(manifest)) {
    for (const [locale, text] of Object.entries(texts)) if (!isProse(text)) add(`i18n/${locale}.json`, field);
  }
  return problems;
}

/** A value of the manifest, with the path of its member names. */
interface Place {
  readonly value: unknown;
  readonly place: string;
}

/** The members of an object or array, last first. */
function membersOf({ value, place }: Place): readonly (Place & { readonly name: string })[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .toReversed()
    .map(([name, inner]: [string, unknown]) => ({
      name,
      value: inner,
      place: (place === '' ? name : `${place}.${name}`).slice(0, FIELD_LENGTH_MAX),
    }));
}

function textsTaken(manifest: WidgetManifest): readonly (readonly [field: string, WidgetManifest['name']])[] {
  return [
    ['widget.name', manifest.name],
    ['widget.description', manifest.description],
    ['widget.short_description', manifest.shortDescription],
    ...manifest.settings.map(({ key, name }) => [`settings.${key}.name`, name] as const),
  ];
}
