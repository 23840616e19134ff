import { describe, expect, test } from 'vitest';
import { found, manifest } from '../testing/a-widget.ts';
import { tourPicturesCheck } from './tour.ts';

const withTour = (tour: unknown) => ({ manifest: { ...manifest, tour } });
const images = (tour_images: unknown) => withTour({ ...manifest.tour, tour_images });
const told = (changed: Parameters<typeof found>[1]) => found(tourPicturesCheck, changed).map((one) => one.slice(0, 6));

test('one to five tour pictures in every language of a widget pass', () => {
  const five = Array.from({ length: 5 }, () => 'images/tour.png');
  expect(told({})).toEqual([]);
  expect(told(images({ ru: five, en: ['./images/tour.png'] }))).toEqual([]);
});

describe('an error in a widget’s tour is reported with its place', () => {
  test.each([
    ['no tour', withTour(undefined), ['manifest.json', 'tour', 'missing', '{…}', '', 'E']],
    ['null as the tour', withTour(null), ['manifest.json', 'tour', 'missing', '{…}', '', 'E']],
    ['a list as the tour', withTour([]), ['manifest.json', 'tour', 'differs', '{…}', '[]', 'E']],
    [
      'the tour switched off',
      withTour({ is_tour: false }),
      ['manifest.json', 'tour.is_tour', 'differs', 'true', 'false', 'W'],
    ],
    [
      'a language without pictures',
      images({ ru: ['/images/tour.png'] }),
      ['manifest.json', 'tour.tour_images.en', 'missing', 'PNG 1188×616', '', 'E'],
    ],
    [
      'an empty list of pictures',
      images({ ru: ['/images/tour.png'], en: [] }),
      ['manifest.json', 'tour.tour_images.en', 'missing', 'PNG 1188×616', '', ''],
    ],
    [
      'six pictures in a language',
      images({ ru: ['/images/tour.png'], en: Array.from({ length: 6 }, () => '/images/tour.png') }),
      ['manifest.json', 'tour.tour_images.en', 'too_many', '5', '6', ''],
    ],
    [
      'a picture path that is not a string',
      images({ ru: ['/images/tour.png'], en: [7] }),
      ['manifest.json', 'tour.tour_images.en.0', 'differs', '"/images/tour_1.png"', '7', ''],
    ],
    [
      'a picture whose file is missing',
      images({ ru: ['/images/tour.png'], en: ['/images/none.png'] }),
      ['manifest.json', 'tour.tour_images.en.0', 'missing', 'images/none.png', '', ''],
    ],
  ])('a widget with %s is reported with the place in its manifest', (_, changed, finding) => {
    expect(told(changed)).toContainEqual(finding);
  });

  test('a tour picture of another size is reported, and so is a file that is not a picture', () => {
    const picture = { format: 'PNG', width: 200, height: 100, animated: false, whole: true } as const;
    expect(told({ files: { 'images/tour.png': { picture } } })).toContainEqual([
      'images/tour.png',
      '',
      'differs',
      '1188×616',
      '200×100',
      '',
    ]);
    expect(told({ files: { 'images/tour.png': { picture: 'unreadable' } } })).toContainEqual([
      'images/tour.png',
      '',
      'unreadable',
      'PNG 1188×616',
      '',
      '',
    ]);
  });
});
