import { normalizeEmail } from '@pristan/wire';
import { addressProblem } from './addresses.ts';
import { manifestMember } from './manifest-members.ts';
import { readSettings } from './manifest-settings.ts';
import type { JsonObject } from './manifest-shape.ts';
import { isObject, isTruthyFlag, jsonMember, readJsonObject } from './manifest-shape.ts';
import type { Texts, WidgetLanguage } from './manifest-texts.ts';
import { readLanguages, textsOf } from './manifest-texts.ts';
import { textProblems } from './manifest-characters.ts';
import type { WidgetContents } from './widget-contents.ts';
import type { WidgetManifest } from './widget-manifest.ts';
import { isLogo } from './widget-pictures.ts';
import type { WidgetProblem } from './widget-problem.ts';
import { widgetProblemsMax } from './widget-problem.ts';

/** The path of a widget's manifest in its archive. */
export const manifestPath = 'manifest.json';

/** A widget that can be read and stored, with its manifest as written. */
export interface ReadableWidget {
  readonly kind: 'widget';
  readonly manifest: WidgetManifest;
  readonly root: JsonObject;
  readonly languages: readonly WidgetLanguage[];
}

export type WidgetReading = ReadableWidget | { readonly kind: 'invalid'; readonly problems: readonly WidgetProblem[] };

/**
 * Reads a widget as far as possible. A widget is refused only when it is unreadable: the manifest is not a JSON object,
 * contains characters other than text, or a logo does not decode; all such problems are reported together. Other
 * irregularities are read as intended where that is clear, or ignored; the checks report what a publication requires.
 *
 * @see docs/spec/dialect.md#widget-archive
 */
export function readWidget(contents: WidgetContents): WidgetReading {
  const problems: WidgetProblem[] = contents.files
    .filter(({ path, picture }) => isLogo(path) && !decodes(picture))
    .map(({ path }) => ({ file: path, field: '', code: 'broken_picture' }));
  const file = contents.manifest;
  const root = file === undefined ? 'required' : readJsonObject(file);
  if (typeof root === 'string') return invalid([{ file: manifestPath, field: '', code: root }, ...problems]);
  const languages = readLanguages(manifestMember(root, 'locale').value, contents.languages);
  const manifest = manifestOf(root, languages);
  problems.push(...textProblems(root, manifest));
  return problems.length > 0 ? invalid(problems) : { kind: 'widget', manifest, root, languages };
}

function decodes(picture: WidgetContents['files'][number]['picture']): boolean {
  return picture !== undefined && picture !== 'unreadable' && picture.whole;
}

function invalid(problems: readonly WidgetProblem[]): WidgetReading {
  return { kind: 'invalid', problems: problems.slice(0, widgetProblemsMax) };
}

function manifestOf(root: JsonObject, languages: readonly WidgetLanguage[]): WidgetManifest {
  const text = (name: 'name' | 'description' | 'short_description'): Texts =>
    textsOf(manifestMember(root, name).value, languages);
  return {
    version: readVersion(manifestMember(root, 'version').value),
    locales: languages.map(({ locale }) => locale),
    installation: isTruthyFlag(manifestMember(root, 'installation').value),
    name: text('name'),
    description: text('description'),
    shortDescription: text('short_description'),
    locations: readLocations(manifestMember(root, 'locations').value),
    settings: readSettings(manifestMember(root, 'settings').value, languages),
    support: readSupport(manifestMember(root, 'support').value),
  };
}

const LOCATIONS_MAX = 50;

/** The form of a widget's location: a name, and for cards and lists whether the right panel is used. */
export const locationForm = /^[a-z][a-z0-9_]{0,39}(-[01])?$/;

function readLocations(value: unknown): readonly string[] {
  const named = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
  return [...new Set(named.filter((one) => locationForm.test(one)))].slice(0, LOCATIONS_MAX);
}

/** The version that the manifest states, possibly as a number; absent when it is blank or malformed. */
function readVersion(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return /^[\w.+ -]{1,40}$/.test(text) ? text : undefined;
}

function readSupport(value: unknown): WidgetManifest['support'] {
  const support = isObject(value) ? value : undefined;
  const link = jsonMember(support, 'link');
  const email = jsonMember(support, 'email');
  return {
    link: typeof link === 'string' && isSupportLink(link) ? link : undefined,
    email: typeof email === 'string' && isEmail(email) ? email : undefined,
  };
}

/** True for the address of an https page that users can be sent to. */
export function isSupportLink(link: string): boolean {
  const problem = addressProblem(link, 'many_accounts');
  // A user follows the support link in a browser, so a fragment is fine.
  return problem === undefined || problem === 'has_fragment';
}

/** True for an email address that mail can be sent to. */
export function isEmail(email: string): boolean {
  return normalizeEmail(email) === email.toLowerCase();
}
