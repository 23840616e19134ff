import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWidget } from '../../../apps/server/src/registry/archive.ts';
import { manifest, png, texts, widgetFiles } from '../../harness/widget.ts';
import { zipOf } from '../../harness/zip.ts';
import type { RegistryFixture } from './fixture.ts';
import { createdIntegration, openRegistryFixture } from './fixture.ts';

/** A widget's archive before it is packed; each shape below changes one that is fit for publication. */
interface Archive {
  manifest: Record<string, unknown> & { widget: Record<string, unknown> };
  files: Map<string, Buffer | string | undefined>;
  /** Functions that give each path and the manifest's text their final form. */
  path: (path: string) => string;
  write: (json: string) => string;
}

interface Shape {
  readonly name: string;
  /** The parts that the shape changes: two shapes that share a part are not combined. */
  readonly touches: string;
  readonly change: (archive: Archive) => void | Promise<void>;
  /** The expected findings, each as rule, file, member, code, expected and found; empty if there is none. */
  readonly reports: readonly (readonly [string, string, string, string, string, string])[];
}

const widget =
  (members: Record<string, unknown>) =>
  (archive: Archive): void =>
    void Object.assign(archive.manifest.widget, members);
const top =
  (members: Record<string, unknown>) =>
  (archive: Archive): void =>
    void Object.assign(archive.manifest, members);
const files =
  (changed: Record<string, Buffer | string | undefined>) =>
  (archive: Archive): void => {
    for (const [path, content] of Object.entries(changed)) archive.files.set(path, content);
  };
const settings = (more: Record<string, unknown>) => top({ settings: { ...manifest.settings, ...more } });
const support = (link: unknown, email: unknown) => widget({ support: { link, email } });
const location = (name: string) => [...manifest.locations, name];
const m = 'manifest.json';

const shapes: readonly Shape[] = [
  // D1: required only by the marketplace, so a private widget may lack it
  {
    name: 'no tour',
    touches: 'tour',
    change: top({ tour: undefined }),
    reports: [['img.tour', m, 'tour', 'missing', '{…}', '']],
  },
  {
    name: 'no widget.support',
    touches: 'support',
    change: widget({ support: undefined }),
    reports: [['man.fields', m, 'widget.support', 'missing', '{…}', '']],
  },
  {
    name: 'a language without tour pictures',
    touches: 'tour',
    change: top({ tour: { ...manifest.tour, tour_images: { ru: ['/images/tour.png'] } } }),
    reports: [['img.tour', m, 'tour.tour_images.en', 'missing', 'PNG 1188×616', '']],
  },
  {
    name: 'a missing tour picture',
    touches: 'tour',
    change: files({ 'images/tour.png': undefined }),
    reports: [['img.tour', m, 'tour.tour_images.ru.0', 'missing', 'images/tour.png', '']],
  },
  {
    name: 'tour pictures of an old size',
    touches: 'tour',
    change: async ({ files: all }) => void all.set('images/tour.png', await png(400, 272)),
    reports: [['img.tour', 'images/tour.png', '', 'differs', '1188×616', '400×272']],
  },
  {
    name: 'a missing logo',
    touches: 'logo_main',
    change: files({ 'images/logo_main.png': undefined }),
    reports: [['img.set', 'images/logo_main.png', '', 'missing', 'PNG 400×272', '']],
  },
  {
    name: 'a logo of an old size',
    touches: 'logo_medium',
    change: async ({ files: all }) => void all.set('images/logo_medium.png', await png(240, 80)),
    reports: [['img.size', 'images/logo_medium.png', '', 'differs', '240×84', '240×80']],
  },
  {
    name: 'a logo that is too heavy',
    touches: 'logo_min',
    change: async ({ files: all }) => void all.set('images/logo_min.png', await noisyPng(84, 84, 400_000)),
    reports: [['img.weight', 'images/logo_min.png', '', 'too_long', '300 KB', '391 KB']],
  },
  {
    name: 'a text that a language lacks',
    touches: 'en',
    change: files({ 'i18n/en.json': JSON.stringify({ ...texts, settings: { login: 'Login' } }) }),
    reports: [['lang.complete', 'i18n/en.json', 'settings.password', 'no_text', 'settings.password', '']],
  },
  {
    name: 'a language without its file',
    touches: 'en',
    change: files({ 'i18n/en.json': undefined }),
    reports: [['lang.complete', 'i18n/en.json', '', 'missing', 'i18n/en.json', '']],
  },
  {
    name: 'a language file with an extra comma',
    touches: 'en',
    change: files({ 'i18n/en.json': '{"widget": {"name": "x",}}' }),
    reports: [['lang.complete', 'i18n/en.json', '', 'unreadable', 'JSON {…}', '']],
  },
  {
    name: 'a literal name instead of a key',
    touches: 'name',
    change: widget({ name: 'Моя почта' }),
    reports: [['man.fields', m, 'widget.name', 'differs', '"widget.name"', '"Моя почта"']],
  },
  {
    name: 'no script',
    touches: 'script',
    change: files({ 'script.js': undefined }),
    reports: [['man.fields', 'script.js', '', 'missing', 'script.js', '']],
  },
  {
    name: 'a manifest with a byte order mark',
    touches: 'encoding',
    change: (archive) => void (archive.write = (json) => `\ufeff${json}`),
    reports: [['arch.encoding', m, '', 'differs', 'UTF-8', 'UTF-8 BOM']],
  },
  {
    name: 'lines that end with CRLF',
    touches: 'script',
    change: files({ 'style.css': 'a {\r\n}\r\n', 'script.js': 'settings; "style.css";\n' }),
    reports: [['arch.encoding', 'style.css', '', 'differs', 'LF', 'CRLF']],
  },
  {
    name: 'a script in windows-1251',
    touches: 'script',
    change: files({ 'lib.js': Buffer.from([0xcf, 0xf0, 0xe8]), 'script.js': 'settings; "./lib";\n' }),
    reports: [['arch.encoding', 'lib.js', '', 'unreadable', 'UTF-8', '']],
  },
  {
    name: 'a member of another type',
    touches: 'installation',
    change: widget({ installation: 'y', init_once: 'Y' }),
    reports: [
      ['man.fields', m, 'widget.installation', 'differs', 'true | false', '"y"'],
      ['man.fields', m, 'widget.init_once', 'differs', 'true | false', '"Y"'],
    ],
  },
  {
    name: 'members in the wrong place',
    touches: 'locations',
    change: (archive) => {
      archive.manifest.widget['locations'] = ['settings'];
      delete archive.manifest['locations'];
    },
    reports: [['man.locations', m, 'widget.locations', 'misplaced', 'locations', 'widget.locations']],
  },

  // D2: unusual content that is found in real widgets
  {
    name: 'an empty e-mail address beside a good link',
    touches: 'support',
    change: support('https://shop.test/help', ''),
    reports: [],
  },
  {
    name: 'an empty link beside a good e-mail address',
    touches: 'support',
    change: support('', 'help@shop.test'),
    reports: [],
  },
  {
    name: 'a link of plain http',
    touches: 'support',
    change: support('http://shop.test/', 'help@shop.test'),
    reports: [['man.fields', m, 'widget.support.link', 'differs', 'https://…', '"http://shop.test/"']],
  },
  {
    name: 'a link that is an e-mail address',
    touches: 'support',
    change: support('help@shop.test', undefined),
    reports: [['man.fields', m, 'widget.support.link', 'differs', 'https://…', '"help@shop.test"']],
  },
  {
    name: 'a location twice',
    touches: 'locations',
    change: top({ locations: [...manifest.locations, 'settings'] }),
    reports: [['man.locations', m, 'locations.2', 'twice', '', '"settings"']],
  },
  {
    name: 'a version that is a number',
    touches: 'version',
    change: widget({ version: 3 }),
    reports: [['man.fields', m, 'widget.version', 'differs', '"1.0.0"', '3']],
  },
  {
    name: 'an empty version',
    touches: 'version',
    change: widget({ version: '' }),
    reports: [['man.fields', m, 'widget.version', 'differs', '"1.0.0"', '""']],
  },
  {
    name: 'a version with blanks',
    touches: 'version',
    change: widget({ version: ' 1.0 beta' }),
    reports: [['man.fields', m, 'widget.version', 'differs', '"1.0.0"', '" 1.0 beta"']],
  },
  {
    name: 'a settings key that begins with a digit',
    touches: 'settings',
    change: settings({ '1c_login': { name: 'settings.login', type: 'text', required: false } }),
    reports: [],
  },
  {
    name: 'a settings key with invalid characters',
    touches: 'settings',
    change: settings({ 'мой ключ': { name: 'settings.login', type: 'text', required: false } }),
    reports: [['man.fields', m, 'settings.мой ключ', 'differs', 'A–Z a–z 0–9 _ -', '"мой ключ"']],
  },
  {
    name: 'a JPEG that is called PNG',
    touches: 'logo',
    change: async ({ files: all }) => void all.set('images/logo.png', await jpeg(130, 100)),
    reports: [['img.set', 'images/logo.png', '', 'differs', 'PNG', 'JPEG']],
  },
  {
    name: 'an animated logo',
    touches: 'logo_small',
    change: async ({ files: all }) => void all.set('images/logo_small.png', animated(await png(108, 108))),
    reports: [['img.still', 'images/logo_small.png', '', 'animated', '', '']],
  },
  {
    name: 'a path that begins with a dot',
    touches: 'tour',
    change: top({ tour: { ...manifest.tour, tour_images: { ru: ['./images/tour.png'], en: ['images/tour.png'] } } }),
    reports: [],
  },
  {
    name: 'a tour that is null',
    touches: 'tour',
    change: top({ tour: null }),
    reports: [['img.tour', m, 'tour', 'missing', '{…}', '']],
  },

  // D3: members of the manifest, known and unknown
  {
    name: 'a valid digital pipeline',
    touches: 'locations script',
    change: async (archive) => {
      top({
        locations: location('digital_pipeline'),
        dp: {
          settings: { message: { name: 'settings.login', type: 'text', required: true } },
          action_multiple: false,
          webhook_url: 'https://shop.test/dp',
        },
      })(archive);
      archive.files.set('images/logo_dp.png', await png(174, 109));
      archive.files.set('script.js', 'settings; dpSettings;\n');
    },
    reports: [],
  },
  {
    name: 'a digital pipeline without a description',
    touches: 'locations',
    change: top({ locations: location('digital_pipeline') }),
    reports: [
      ['man.fields', m, 'dp', 'missing', '{…}', ''],
      ['img.set', 'images/logo_dp.png', '', 'missing', 'PNG 174×109', ''],
    ],
  },
  {
    name: 'the digital pipeline half described',
    touches: 'locations',
    change: top({
      dp: { webhook_url: 'http://shop.test/dp', action_multiple: 'N' },
      locations: location('digital_pipeline'),
    }),
    reports: [
      ['man.fields', m, 'dp.settings', 'missing', '{…}', ''],
      ['man.fields', m, 'dp.action_multiple', 'differs', 'true | false', '"N"'],
      ['man.fields', m, 'dp.webhook_url', 'differs', 'https://…', '"http://shop.test/dp"'],
    ],
  },
  {
    name: 'a page without a title',
    touches: 'locations',
    change: top({ locations: location('advanced_settings'), advanced: {} }),
    reports: [['man.fields', m, 'advanced.title', 'missing', '"…"', '']],
  },
  {
    name: 'steps of a bot',
    touches: 'locations script',
    change: (archive) => {
      top({
        locations: location('salesbot_designer'),
        salesbot_designer: {
          logo: '/widgets/mine/images/logo.png',
          handler: {
            name: 'settings.login',
            settings: { url: { name: 'settings.login', type: 'url', default_value: '', manual: true } },
          },
          broken: { name: 'settings.login' },
        },
      })(archive);
      archive.files.set('script.js', 'settings; onSalesbotDesignerSave;\n');
    },
    reports: [['man.fields', m, 'salesbot_designer.broken.settings', 'missing', '{…}', '']],
  },
  {
    name: 'an entry of the left menu whose icon is missing',
    touches: 'left_menu',
    change: top({ left_menu: { mine: { title: 'widget.name', icon: '/images/menu.svg', sort: { after: 'leads' } } } }),
    reports: [['man.fields', m, 'left_menu.mine.icon', 'missing', 'images/menu.svg', '']],
  },
  { name: 'a showcase', touches: 'showcase', change: widget({ is_showcase: false }), reports: [] },
  {
    name: 'a showcase that is not a boolean',
    touches: 'showcase',
    change: widget({ is_showcase: 'no' }),
    reports: [['man.fields', m, 'widget.is_showcase', 'differs', 'true | false', '"no"']],
  },
  {
    name: 'settings with a placeholder and a default',
    touches: 'settings',
    change: settings({
      host: { name: 'settings.login', type: 'text', required: false, placeholder: 'x', default_value: 'y' },
    }),
    reports: [],
  },
  {
    name: 'a setting of an unknown type',
    touches: 'settings',
    change: settings({ mode: { name: 'settings.login', type: 'list', required: true } }),
    reports: [['man.fields', m, 'settings.mode.type', 'differs', 'text | pass | users | users_lp | custom', '"list"']],
  },
  {
    name: 'unknown members',
    touches: 'unknown',
    change: (archive) => {
      top({ oauth: 'Y' })(archive);
      widget({ category: 'tools' })(archive);
    },
    reports: [
      ['man.fields', m, 'oauth', 'unknown', '', 'oauth'],
      ['man.fields', m, 'widget.category', 'unknown', '', 'category'],
    ],
  },

  // D4: ways in which an archive is packed
  {
    name: 'one folder around everything',
    touches: 'path',
    change: (archive) => void (archive.path = (path) => `widget/${path}`),
    reports: [['man.fields', m, '', 'misplaced', 'manifest.json', 'widget/manifest.json']],
  },
  {
    name: 'files that macOS adds',
    touches: 'more',
    change: files({ '__MACOSX/._script.js': 'x', '.DS_Store': 'x' }),
    reports: [
      ['arch.unused', '.DS_Store', '', 'unused', '', ''],
      ['arch.unused', '__MACOSX/', '', 'unused', '', '1'],
    ],
  },
  {
    name: 'backslashes in paths',
    touches: 'separators',
    change: (archive) => {
      const before = archive.path;
      archive.path = (path) => before(path).replaceAll('/', '\\');
    },
    reports: [],
  },
  {
    name: 'a dot before every path',
    touches: 'separators',
    change: (archive) => {
      const before = archive.path;
      archive.path = (path) => `./${before(path)}`;
    },
    reports: [],
  },
  {
    name: 'a manifest in capitals',
    touches: 'path',
    change: (archive) => void (archive.path = (path) => (path === m ? 'Manifest.JSON' : path)),
    reports: [['man.fields', m, '', 'misplaced', 'manifest.json', 'Manifest.JSON']],
  },
  {
    name: 'a logo in capitals',
    touches: 'logo_small',
    change: async ({ files: all }) => {
      all.set('images/Logo_small.PNG', await png(108, 108));
      all.delete('images/logo_small.png');
    },
    reports: [['img.set', 'images/logo_small.png', '', 'misplaced', 'images/logo_small.png', 'images/Logo_small.PNG']],
  },
  {
    name: 'a language in capitals',
    touches: 'en',
    change: (archive) => {
      archive.files.set('i18n/EN.json', JSON.stringify(texts));
      archive.files.delete('i18n/en.json');
    },
    reports: [['lang.complete', 'i18n/en.json', '', 'misplaced', 'i18n/en.json', 'i18n/EN.json']],
  },
  {
    name: 'an invisible name',
    touches: 'en name',
    change: files({ 'i18n/en.json': JSON.stringify({ ...texts, widget: { ...texts.widget, name: '\u200b' } }) }),
    reports: [['lang.complete', 'i18n/en.json', 'widget.name', 'no_text', 'widget.name', '']],
  },
  {
    name: 'files of other tools',
    touches: 'tools',
    change: files({ '.git/config': 'x', '.git/HEAD': 'x', 'notes.md': 'x' }),
    reports: [
      ['arch.unused', 'notes.md', '', 'unused', '', ''],
      ['arch.unused', '.git/', '', 'unused', '', '2'],
    ],
  },
  {
    name: 'a script of one line',
    touches: 'script',
    change: files({ 'script.js': `settings; ${'x'.repeat(2000)};\n` }),
    reports: [['arch.readable', 'script.js', '', 'too_long', '1000', '2011']],
  },
];

async function noisyPng(width: number, height: number, bytes: number): Promise<Buffer> {
  const picture = await png(width, height);
  return Buffer.concat([picture, randomBytes(bytes - picture.length)]);
}

async function jpeg(width: number, height: number): Promise<Buffer> {
  return sharp(await png(width, height))
    .jpeg()
    .toBuffer();
}

/** Marks a still image as having two frames. */
function animated(picture: Buffer): Buffer {
  const chunk = Buffer.from('000000086163544c000000020000000041d7d2b6', 'hex');
  return Buffer.concat([picture.subarray(0, 33), chunk, picture.subarray(33)]);
}

async function packed(...changes: readonly Shape[]): Promise<Buffer> {
  const archive: Archive = {
    manifest: structuredClone(manifest),
    files: new Map((await widgetFiles()).map(({ path, data }) => [path, data])),
    path: (path) => path,
    write: (json) => json,
  };
  for (const { change } of changes) await change(archive);
  archive.files.set(m, archive.write(JSON.stringify(archive.manifest, undefined, 2)));
  return zipOf(
    [...archive.files].flatMap(([path, content]) =>
      content === undefined ? [] : [{ path: archive.path(path), data: Buffer.from(content) }],
    ),
  );
}

async function reported(bytes: Buffer) {
  const opened = await openWidget(bytes);
  if (opened.kind !== 'widget') return JSON.stringify(opened);
  return (opened.report.checks?.findings ?? []).map(
    ({ rule, file, member, code, expected, found }) => [rule, file, member, code, expected, found] as const,
  );
}

describe('unusual shapes of widgets', () => {
  test.each(shapes)('a widget of this shape is accepted with the right findings: $name', async (shape) => {
    const found = await reported(await packed(shape));
    if (shape.reports.length === 0) expect(found).toEqual([]);
    for (const finding of shape.reports) expect(found).toContainEqual(finding);
  });

  test('a widget fit for publication has no findings', async () => {
    expect(await reported(await packed())).toEqual([]);
  });

  test('the example’s widget has nothing that blocks publication', async () => {
    const folder = new URL('../../../examples/shop/widget/', import.meta.url);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const archive = await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(async ({ parentPath, name }) => {
          const file = join(parentPath, name);
          return { path: relative(fileURLToPath(folder), file), data: await readFile(file) };
        }),
    );
    const opened = await openWidget(zipOf(archive));
    const findings = opened.kind === 'widget' ? opened.report.checks?.findings : undefined;
    expect(findings?.filter(({ blocks }) => blocks)).toEqual([]);
  });

  test('a finding in the manifest has its line', async () => {
    const shape = shapes.filter(({ name }) => name === 'a link of plain http');
    const opened = await openWidget(await packed(...shape));
    expect(opened).toMatchObject({ report: { checks: { findings: [{ member: 'widget.support.link', line: 15 }] } } });
  });
});

describe('two unusual shapes of a widget at once', () => {
  const pairs = shapes.flatMap((one, index) => shapes.slice(index + 1).map((other) => [one, other] as const));
  const apart = pairs.filter(([one, other]) => !one.touches.split(' ').some((word) => other.touches.includes(word)));
  // Every third pair of shapes is tested: each shape still meets more than ten others.
  const some = apart.filter((_, index) => index % 3 === 0);

  test.each(some.map(([one, other]) => [`${one.name}, and ${other.name}`, one, other] as const))(
    'a widget of two shapes is accepted with the findings of both: %s',
    async (_, ...both) => {
      const found = await reported(await packed(...both));
      expect(found).toBeInstanceOf(Array);
      for (const finding of both.flatMap(({ reports }) => reports)) expect(found).toContainEqual(finding);
    },
  );
});

describe('unusual widgets uploaded by API', () => {
  let stand: RegistryFixture;

  beforeAll(async () => {
    stand = await openRegistryFixture();
  });
  afterAll(() => stand.platform.close());

  test('201 for a private upload of each unusual shape and of all combined, and each can be published', async () => {
    const { path } = await createdIntegration(stand);
    const chosen = [
      'no tour',
      'a tour that is null',
      'the digital pipeline half described',
      'one folder around everything',
    ];
    const kinds = shapes.filter(({ name }) => chosen.includes(name));
    for (const uploads of [...kinds.map((one) => [one]), kinds]) {
      const uploaded = await stand.admin('POST', `${path}/widgets`, await packed(...uploads), {
        'content-type': 'application/zip',
      });
      expect(uploaded.statusCode, uploaded.body).toBe(201);
      const { number, report } = uploaded.json<{ number: number; report: { needed: number } }>();
      expect(report.needed).toBeGreaterThan(0);
      expect((await stand.admin('PUT', `${path}/widgets/live`, { number })).statusCode).toBe(200);
    }
  });
});
