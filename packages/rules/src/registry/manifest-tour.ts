import type { JsonObject, ProblemSink } from './manifest-shape.ts';
import { isObject, member, shapeProblem } from './manifest-shape.ts';
import type { TextReader } from './manifest-texts.ts';

const IMAGES_MAX = 20;
const file = 'manifest.json';

/** Checks the manifest's `tour`: when it is on, every language has pictures that are in the archive, and a text. */
export function readTour(
  tour: JsonObject | undefined,
  about: {
    readonly locales: readonly string[];
    readonly paths: readonly string[];
    readonly texts: TextReader;
    readonly sink: ProblemSink;
  },
): void {
  const { locales, paths, texts, sink } = about;
  if (tour === undefined) return;
  const isOn = member(tour, 'is_tour');
  const problem = shapeProblem(isOn, 'boolean');
  if (problem !== undefined) sink.add(file, 'tour.is_tour', problem);
  if (isOn !== true) return;
  texts(member(tour, 'tour_description'), 'tour.tour_description');
  const images = member(tour, 'tour_images');
  if (!isObject(images)) return sink.add(file, 'tour.tour_images', shapeProblem(images, 'object') ?? 'wrong_type');
  for (const locale of locales) {
    const place = `tour.tour_images.${locale}`;
    const list = member(images, locale);
    if (!Array.isArray(list) || list.length === 0) {
      sink.add(file, place, list === undefined || Array.isArray(list) ? 'required' : 'wrong_type');
      continue;
    }
    if (list.length > IMAGES_MAX) sink.add(file, place, 'too_many');
    for (const [index, path] of list.slice(0, IMAGES_MAX).entries()) {
      if (typeof path !== 'string') sink.add(file, `${place}.${index}`, 'wrong_type');
      else if (!paths.includes(path.replace(/^\//, ''))) sink.add(file, `${place}.${index}`, 'no_such_file');
    }
  }
}
