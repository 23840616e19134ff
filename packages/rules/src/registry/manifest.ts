import type { WidgetSetting } from '../widget-setting.ts';
import { addressProblem } from './addresses.ts';
import type { JsonObject, ProblemSink, TextFile } from './manifest-shape.ts';
import { isObject, member, problemSink, readJsonFile, shapeProblem } from './manifest-shape.ts';
import { readSettings } from './manifest-settings.ts';
import { readTexts } from './manifest-texts.ts';
import { readTour } from './manifest-tour.ts';
import type { PictureFile } from './widget-pictures.ts';
import { pictureProblems } from './widget-pictures.ts';
import type { WidgetProblem } from './widget-problem.ts';
import { widgetProblemsMax } from './widget-problem.ts';

/** Where a widget's description stands in its archive. */
export const manifestPath = 'manifest.json';

/** What of an archive decides whether it is a widget. */
export interface WidgetContents {
  /** All files. */
  readonly paths: readonly string[];
  /** `manifest.json`, when there is one. */
  readonly manifest: TextFile | undefined;
  /** `i18n/*.json`. */
  readonly texts: readonly TextFile[];
  /** `images/logo*.png`. */
  readonly pictures: readonly PictureFile[];
}

/** A text in each of the widget's languages. */
export type Texts = Readonly<Record<string, string>>;

/** A widget as its manifest describes it, with texts instead of their keys. */
export interface WidgetManifest {
  readonly version: string | undefined;
  readonly locales: readonly string[];
  /** Whether it is installed by a press on its page. */
  readonly installation: boolean;
  readonly name: Texts;
  readonly description: Texts;
  readonly shortDescription: Texts;
  readonly locations: readonly string[];
  readonly settings: readonly WidgetSetting[];
  readonly support: { readonly link: string | undefined; readonly email: string | undefined };
}

export type WidgetReading =
  | { readonly kind: 'widget'; readonly manifest: WidgetManifest }
  | { readonly kind: 'invalid'; readonly problems: readonly WidgetProblem[] };

/**
 * Reads a widget's manifest, texts and logos. All problems are told together, with file and place.
 *
 * @see docs/spec/dialect.md#widget-archive
 */
export function readWidget(contents: WidgetContents): WidgetReading {
  const sink = problemSink();
  if (!contents.paths.includes('script.js')) sink.add('script.js', '', 'required');
  for (const { path, code } of pictureProblems(contents.pictures)) sink.add(path, '', code);
  const manifest = readManifest(contents, sink);
  return sink.problems.length > 0 || manifest === undefined
    ? { kind: 'invalid', problems: sink.problems.slice(0, widgetProblemsMax) }
    : { kind: 'widget', manifest };
}

function readManifest(contents: WidgetContents, sink: ProblemSink): WidgetManifest | undefined {
  if (contents.manifest === undefined) return sink.add(manifestPath, '', 'required');
  const root = readJsonFile(contents.manifest, sink);
  if (root === undefined) return undefined;
  const widget = objectOf(root, 'widget', sink);
  const locales = readLocales(widget, sink);
  const texts = readTexts(locales, contents.texts, sink);
  const installation = member(widget, 'installation');
  const problem = shapeProblem(installation, 'boolean');
  if (problem !== undefined) sink.add(manifestPath, 'widget.installation', problem);
  const manifest: WidgetManifest = {
    version: readVersion(widget, sink),
    locales,
    installation: installation === true,
    name: texts(member(widget, 'name'), 'widget.name'),
    description: texts(member(widget, 'description'), 'widget.description'),
    shortDescription: texts(member(widget, 'short_description'), 'widget.short_description'),
    locations: readLocations(member(root, 'locations'), sink),
    settings: readSettings(member(root, 'settings'), { required: installation === true, texts, sink }),
    support: readSupport(objectOf(widget, 'support', sink, 'widget.support'), sink),
  };
  readTour(objectOf(root, 'tour', sink), { locales, paths: contents.paths, texts, sink });
  return manifest;
}

function objectOf(
  parent: JsonObject | undefined,
  name: string,
  sink: ProblemSink,
  field = name,
): JsonObject | undefined {
  const value = member(parent, name);
  if (isObject(value)) return value;
  const problem = shapeProblem(value, 'object');
  if (problem !== undefined) sink.add(manifestPath, field, problem);
  return undefined;
}

const LOCALES_MAX = 20;
const LOCATIONS_MAX = 50;

function readLocales(widget: JsonObject | undefined, sink: ProblemSink): readonly string[] {
  return readNames(member(widget, 'locale'), { field: 'widget.locale', form: /^[a-z]{2}$/, max: LOCALES_MAX, sink });
}

function readLocations(value: unknown, sink: ProblemSink): readonly string[] {
  const form = /^[a-z][a-z0-9_]{0,39}(-[01])?$/;
  return readNames(value, { field: 'locations', form, max: LOCATIONS_MAX, sink });
}

function readNames(
  value: unknown,
  {
    field,
    form,
    max,
    sink,
  }: { readonly field: string; readonly form: RegExp; readonly max: number; readonly sink: ProblemSink },
): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) {
    sink.add(manifestPath, field, value === undefined || Array.isArray(value) ? 'required' : 'wrong_type');
    return [];
  }
  if (value.length > max) sink.add(manifestPath, field, 'too_many');
  const names: string[] = [];
  for (const [index, name] of value.slice(0, max).entries()) {
    const place = `${field}.${index}`;
    if (typeof name !== 'string') sink.add(manifestPath, place, 'wrong_type');
    else if (!form.test(name)) sink.add(manifestPath, place, 'malformed');
    else if (names.includes(name)) sink.add(manifestPath, place, 'duplicate');
    else names.push(name);
  }
  return names;
}

function readVersion(widget: JsonObject | undefined, sink: ProblemSink): string | undefined {
  const version = member(widget, 'version');
  if (version === undefined) return undefined;
  if (typeof version !== 'string') return sink.add(manifestPath, 'widget.version', 'wrong_type');
  if (!/^[\w.+-]{1,40}$/.test(version)) return sink.add(manifestPath, 'widget.version', 'malformed');
  return version;
}

function readSupport(support: JsonObject | undefined, sink: ProblemSink): WidgetManifest['support'] {
  if (support === undefined) return { link: undefined, email: undefined };
  const link = member(support, 'link');
  const email = member(support, 'email');
  if (link === undefined && email === undefined) sink.add(manifestPath, 'widget.support.link', 'required');
  return { link: readLink(link, sink), email: readEmail(email, sink) };
}

function readLink(link: unknown, sink: ProblemSink): string | undefined {
  const field = 'widget.support.link';
  if (link === undefined) return undefined;
  if (typeof link !== 'string') return sink.add(manifestPath, field, 'wrong_type');
  const problem = addressProblem(link, 'many_accounts');
  // A page may well be named with a fragment; a person follows the link, no program.
  if (problem === undefined || problem === 'has_fragment') return link;
  return sink.add(manifestPath, field, problem === 'not_https' || problem === 'too_long' ? problem : 'not_an_address');
}

function readEmail(email: unknown, sink: ProblemSink): string | undefined {
  const field = 'widget.support.email';
  if (email === undefined) return undefined;
  if (typeof email !== 'string') return sink.add(manifestPath, field, 'wrong_type');
  if (email.length > 254 || !/^[^\s@<>"]+@[^\s@<>"]+$/.test(email)) return sink.add(manifestPath, field, 'malformed');
  return email;
}
