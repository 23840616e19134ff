import sharp from 'sharp';
import type { ZipEntry } from './zip.ts';
import { zipOf } from './zip.ts';

/** A manifest as in amoCRM's documentation, with two languages and two settings. */
export const manifest = {
  widget: {
    name: 'widget.name',
    description: 'widget.description',
    short_description: 'widget.short_description',
    version: '1.0.0',
    interface_version: 2,
    init_once: false,
    locale: ['ru', 'en'],
    installation: true,
    support: { link: 'https://shop.test/help', email: 'help@shop.test' },
  },
  locations: ['ccard-1', 'settings'],
  tour: {
    is_tour: true,
    tour_images: { ru: ['/images/tour.png'], en: ['/images/tour.png'] },
    tour_description: 'widget.tour_description',
  },
  settings: {
    login: { name: 'settings.login', type: 'text', required: true },
    password: { name: 'settings.password', type: 'pass', required: false },
  },
};

export const texts = {
  widget: { name: 'Acme', description: 'Letters', short_description: 'Mail', tour_description: 'See' },
  settings: { login: 'Login', password: 'Password' },
};

/** Changes for `widgetZip` that leave out required settings, so that a confirmation alone installs the widget. */
export const asksForNothing = { 'manifest.json': { ...manifest, settings: {} } };

const drawn = new Map<string, Promise<Buffer>>();

/** Creates a PNG of one colour. */
export async function png(width: number, height: number): Promise<Buffer> {
  const background = { r: 40, g: 90, b: 140 };
  const size = `${width}×${height}`;
  const picture =
    drawn.get(size) ??
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer();
  drawn.set(size, picture);
  return picture;
}

/** Returns the files of a valid widget; `changed` replaces some of them, and `undefined` removes one. */
export async function widgetFiles(
  changed: Readonly<Record<string, Buffer | object | string | undefined>> = {},
): Promise<ZipEntry[]> {
  const files: Record<string, Buffer | object | string | undefined> = {
    'manifest.json': manifest,
    'script.js': 'define([], function () { return { callbacks: { settings: function () {} } }; });\n',
    'i18n/ru.json': texts,
    'i18n/en.json': texts,
    'images/logo_main.png': await png(400, 272),
    'images/logo_small.png': await png(108, 108),
    'images/logo.png': await png(130, 100),
    'images/logo_medium.png': await png(240, 84),
    'images/logo_min.png': await png(84, 84),
    'images/tour.png': await png(1188, 616),
    ...changed,
  };
  return Object.entries(files).flatMap(([path, content]) =>
    content === undefined ? [] : [{ path, data: bytesOf(content) }],
  );
}

/** Returns the archive of a valid widget; `changed` replaces some of its files. */
export async function widgetZip(changed?: Parameters<typeof widgetFiles>[0]): Promise<Buffer> {
  return zipOf(await widgetFiles(changed));
}

function bytesOf(content: Buffer | object | string): Buffer {
  if (Buffer.isBuffer(content)) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}
