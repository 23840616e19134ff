import { isObject, jsonMember, tourPictureSize } from '@pristan/rules';
import type { ArchiveCheck } from '../archive-check.ts';
import type { Violation } from '../rule.ts';
import { archiveRule, sources } from '../rule.ts';
import { snippet } from '../snippet.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { mustBe } from '../widget-under-check.ts';
import { sizeText } from './needed-logos.ts';
import { picturesOf } from './tour-pictures.ts';

const picturesMax = 5;

/** Check: the tour of a widget has one to five pictures in every language. */
export const tourPicturesCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'img.tour',
    by: 'm p',
    level: 'E/W',
    source: sources.structure,
  }),
  *find(widget) {
    const tour = widget.at('tour');
    yield* mustBe(widget, tour, 'object');
    if (!isObject(tour.value)) return;
    const isTour = { value: jsonMember(tour.value, 'is_tour'), place: `${tour.place}.is_tour` };
    yield* mustBe(widget, isTour, 'boolean');
    if (isTour.value === false) {
      yield widget.fault(isTour.place, 'differs', { expected: 'true', found: 'false', level: 'W' });
      return;
    }
    const description = { value: jsonMember(tour.value, 'tour_description'), place: `${tour.place}.tour_description` };
    yield* mustBe(widget, { ...description, expected: '"widget.tour_description"' }, 'text');
    const images = { value: jsonMember(tour.value, 'tour_images'), place: `${tour.place}.tour_images` };
    yield* mustBe(widget, images, 'object');
    if (isObject(images.value))
      for (const { locale } of widget.languages)
        yield* languageFaults(widget, jsonMember(images.value, locale), locale);
  },
};

function* languageFaults(widget: WidgetUnderCheck, list: unknown, locale: string): Generator<Violation> {
  const place = `${widget.at('tour').place}.tour_images.${locale}`;
  const expected = `PNG ${sizeText(tourPictureSize)}`;
  yield* mustBe(widget, { value: list, place, expected }, 'list');
  if (!Array.isArray(list)) return;
  if (list.length === 0) yield widget.fault(place, 'missing', { expected });
  if (list.length > picturesMax)
    yield widget.fault(place, 'too_many', { expected: String(picturesMax), found: String(list.length) });
  for (const [index, path] of list.slice(0, picturesMax).entries()) {
    if (typeof path !== 'string')
      yield widget.fault(`${place}.${index}`, 'differs', { expected: '"/images/tour_1.png"', found: snippet(path) });
  }
  for (const picture of picturesOf(widget, locale)) yield* pictureFaults(widget, picture);
}

function* pictureFaults(
  widget: WidgetUnderCheck,
  { path, place }: { readonly path: string; readonly place: string },
): Generator<Violation> {
  const expected = sizeText(tourPictureSize);
  const file = widget.file(path);
  if (file === undefined) return yield { ...widget.fault(place, 'missing'), expected: path };
  const { picture } = file;
  if (picture === undefined || picture === 'unreadable')
    return yield { file: path, code: 'unreadable', expected: `PNG ${expected}` };
  const { width, height } = tourPictureSize;
  if (picture.width !== width || picture.height !== height)
    yield { file: path, code: 'differs', expected, found: sizeText(picture) };
}
