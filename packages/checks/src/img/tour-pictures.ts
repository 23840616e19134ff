import { isObject, jsonMember } from '@pristan/rules';
import { archivePath } from '../archive-path.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';

/** Maximum number of tour pictures checked per language. */
export const checkedPicturesMax = 20;

/** A picture listed in the widget's tour, with its path in the manifest. */
export interface TourPicture {
  readonly path: string;
  readonly place: string;
}

/** The pictures of the widget's tour in every language of the widget. */
export function tourPictures(widget: WidgetUnderCheck): readonly TourPicture[] {
  return widget.languages.flatMap(({ locale }) => picturesOf(widget, locale));
}

/** The pictures of the widget's tour in one language. */
export function picturesOf(widget: WidgetUnderCheck, locale: string): readonly TourPicture[] {
  const { place } = widget.at('tour');
  const images = jsonMember(widget.objectAt('tour'), 'tour_images');
  const list = isObject(images) ? jsonMember(images, locale) : undefined;
  if (!Array.isArray(list)) return [];
  return list
    .slice(0, checkedPicturesMax)
    .flatMap((path: unknown, index) =>
      typeof path === 'string' ? [{ path: archivePath(path), place: `${place}.tour_images.${locale}.${index}` }] : [],
    );
}
