import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { manifest, png, texts, widgetFiles, widgetZip } from '../../../../tests/harness/widget.ts';
import type { ZipEntry } from '../../../../tests/harness/zip.ts';
import { zipOf } from '../../../../tests/harness/zip.ts';
import { openWidget } from './archive.ts';

const good = await widgetFiles();

async function problems(bytes: Buffer): Promise<readonly unknown[]> {
  const opened = await openWidget(bytes);
  return opened.kind === 'invalid'
    ? opened.problems.map(({ file, field, code }) => [file, field, code])
    : [opened.kind];
}

describe('a widget in order', () => {
  test('is opened, with its texts in every language and every file', async () => {
    const opened = await openWidget(await widgetZip());
    expect(opened).toMatchObject({
      kind: 'widget',
      manifest: {
        version: '1.0.0',
        locales: ['ru', 'en'],
        installation: true,
        name: { ru: 'Acme', en: 'Acme' },
        locations: ['ccard-1', 'settings'],
        settings: [
          { key: 'login', type: 'text', required: true, name: { ru: 'Login', en: 'Login' } },
          { key: 'password', type: 'pass', required: false },
        ],
        support: { link: 'https://shop.test/help', email: 'help@shop.test' },
      },
    });
    expect(opened.kind === 'widget' && opened.files).toHaveLength(10);
  });

  test('may be written by a library, with folders', async () => {
    const zip = new ZipFile();
    zip.addEmptyDirectory('i18n');
    for (const { path, data } of good) zip.addBuffer(data, path);
    zip.end();
    const chunks: Buffer[] = [];
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(zip.outputStream, 'end');
    expect((await openWidget(Buffer.concat(chunks))).kind).toBe('widget');
  });
});

describe('a hostile archive is refused with its place', () => {
  const text = Buffer.from('x');
  const plain = { path: 'script.js', data: text };
  const bomb = Buffer.alloc(3_000_000);
  const with_ = (...entries: ZipEntry[]): Buffer => zipOf([...good, ...entries]);
  const whole = (code: string, field = ''): unknown[] => [['widget.zip', field, code]];

  test.each<[string, Buffer, unknown[]]>([
    ['that is no zip', Buffer.from('not a zip at all, only words'), whole('not_a_zip')],
    ['that is empty', Buffer.alloc(0), whole('not_a_zip')],
    ['that is cut off', with_().subarray(0, 900), whole('not_a_zip')],
    ['with ../', with_({ path: '../evil.js', data: text }), [['../evil.js', '', 'unsafe_path']]],
    ['with .. further in', with_({ path: 'a/../../evil.js', data: text }), [['a/../../evil.js', '', 'unsafe_path']]],
    ['with an absolute path', with_({ path: '/etc/passwd', data: text }), [['/etc/passwd', '', 'unsafe_path']]],
    ['with a drive', with_({ path: 'C:/evil.js', data: text }), [['C:/evil.js', '', 'unsafe_path']]],
    ['with a backslash', with_({ path: 'a\\evil.js', data: text }), [['a\\evil.js', '', 'unsafe_path']]],
    ['with a control character', with_({ path: 'a\nb.js', data: text }), [['a\nb.js', '', 'unsafe_path']]],
    [
      'with a device of Windows',
      with_({ path: 'images/nul.png', data: text }),
      [['images/nul.png', '', 'unsafe_path']],
    ],
    ['with an empty step', with_({ path: 'a//b.js', data: text }), [['a//b.js', '', 'unsafe_path']]],
    ['with a name too long', with_({ path: `${'a'.repeat(201)}`, data: text }), [['a'.repeat(200), '', 'too_long']]],
    [
      'with a symbolic link',
      with_({ path: 'link', data: Buffer.from('/etc/passwd'), unixMode: 0o120777 }),
      [['link', '', 'is_a_link']],
    ],
    ['with a device', with_({ path: 'tty', data: text, unixMode: 0o020666 }), [['tty', '', 'is_a_link']]],
    ['with an encrypted entry', with_({ path: 'a.js', data: text, flags: 1 }), [['a.js', '', 'encrypted']]],
    ['with strong encryption', with_({ path: 'a.js', data: text, flags: 0x41 }), whole('encrypted', 'entries.10')],
    ['with a file twice', with_(plain), [['script.js', '', 'duplicate']]],
    ['with a file twice but for case', with_({ path: 'SCRIPT.js', data: text }), [['SCRIPT.js', '', 'duplicate']]],
    ['with a file under a file', with_({ path: 'script.js/a', data: text }), [['script.js/a', '', 'duplicate']]],
    [
      'with a folder that holds bytes',
      with_({ path: 'lib/', data: Buffer.alloc(90), stored: true, unixMode: 0o040755 }),
      [['lib/', '', 'size_differs']],
    ],
    [
      'that says less than it holds',
      with_({ path: 'a.js', data: bomb, claimedBytes: 60_000 }),
      [['a.js', '', 'size_differs']],
    ],
    [
      'that says more than it holds',
      with_({ path: 'a.js', data: text, claimedBytes: 500 }),
      [['a.js', '', 'size_differs']],
    ],
    [
      'that lies about what is stored',
      with_({ path: 'a.js', data: text, stored: true, claimedBytes: 9 }),
      whole('size_differs', 'entries.10'),
    ],
    ['with a wrong checksum', with_({ path: 'a.js', data: text, checksum: 1 }), [['a.js', '', 'damaged']]],
    ['with two names for a file', with_({ path: 'a.js', localPath: 'b.js', data: text }), [['a.js', '', 'damaged']]],
    ['with an archive inside', with_({ path: 'more.zip', data: zipOf([plain]) }), [['more.zip', '', 'nested_archive']]],
    [
      'with a disguised archive inside',
      with_({ path: 'a.dat', data: zipOf([plain]) }),
      [['a.dat', '', 'nested_archive']],
    ],
    ['that inflates a thousandfold', with_({ path: 'a.js', data: bomb }), [['a.js', '', 'inflates_too_much']]],
    ['with a file too large', with_({ path: 'a.js', data: Buffer.alloc(4_194_305) }), [['a.js', '', 'too_large']]],
  ])('%s', async (_, bytes, expected) => {
    expect(await problems(bytes)).toEqual(expected);
  });

  test('whose entries share bytes', async () => {
    const shared = Array.from({ length: 3 }, (_, index) => ({
      path: 'x.js',
      localPath: 'x.js',
      data: text,
      ...(index > 0 && { sameBytesAs: 10 }),
    }));
    expect(await problems(with_(...shared))).toContainEqual(['x.js', '', 'damaged']);
  });

  test('with more than 500 entries, or more than 32 MiB unpacked', async () => {
    const many = Array.from({ length: 501 }, (_, index) => ({ path: `f${index}.js`, data: text }));
    expect(await problems(zipOf(many))).toEqual(whole('too_many'));
    const chunk = randomBytes(16 * 1024);
    const file = Buffer.concat(Array.from({ length: 250 }, () => chunk));
    const large = Array.from({ length: 9 }, (_, index) => ({ path: `f${index}.js`, data: file }));
    expect(await problems(zipOf(large))).toContainEqual(['widget.zip', '', 'inflates_too_much']);
  });

  test('over 20 MiB', async () => {
    expect(await problems(Buffer.alloc(20 * 1024 * 1024 + 1))).toEqual(whole('too_large'));
  });
});

describe('all that is wrong with a widget is told together', () => {
  test('in the archive, the manifest, the texts and the logos', async () => {
    const { support: _, ...widget } = manifest.widget;
    const { login: __, ...settings } = texts.settings;
    const bytes = await widgetZip({
      'script.js': undefined,
      'manifest.json': {
        ...manifest,
        widget: { ...widget, locale: ['ru', 'en', 'es'], installation: 'yes' },
        tour: undefined,
        locations: 'x',
      },
      'i18n/en.json': { ...texts, settings },
      'i18n/ru.json': Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(JSON.stringify(texts))]),
      'images/logo.png': await png(131, 100),
      'images/logo_min.png': Buffer.from('GIF89a'),
      'images/logo_main.png': undefined,
      'images/logo_medium.png': Buffer.concat([await png(240, 84), randomBytes(310_000)]),
      'images/logo_small.png': (await png(108, 108)).subarray(0, 200),
    });
    expect((await problems(bytes)).map(String).toSorted()).toEqual(
      [
        ['script.js', '', 'required'],
        ['images/logo_main.png', '', 'required'],
        ['images/logo.png', '', 'wrong_picture_size'],
        ['images/logo_min.png', '', 'not_a_png'],
        ['images/logo_medium.png', '', 'too_large'],
        ['images/logo_small.png', '', 'not_a_png'],
        ['i18n/es.json', '', 'required'],
        ['i18n/ru.json', '', 'has_bom'],
        ['i18n/en.json', 'settings.login', 'unknown_text'],
        ['manifest.json', 'widget.installation', 'wrong_type'],
        ['manifest.json', 'widget.support', 'required'],
        ['manifest.json', 'locations', 'wrong_type'],
        ['manifest.json', 'tour', 'required'],
      ]
        .map(String)
        .toSorted(),
    );
  });

  test.each<[string, Buffer | string | object, string]>([
    ['an array', '[]', 'wrong_type'],
    ['no JSON', '{"widget": // note\n}', 'not_json'],
    ['a BOM', '\ufeff{}', 'has_bom'],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'not_utf8'],
    ['a thousand levels', '['.repeat(60_000) + ']'.repeat(5), 'not_json'],
  ])('a manifest that is %s', async (_, content, code) => {
    expect(await problems(await widgetZip({ 'manifest.json': content }))).toEqual([['manifest.json', '', code]]);
  });

  test('settings, tour pictures and members that are inherited only', async () => {
    const bytes = await widgetZip({
      'manifest.json': {
        ...manifest,
        widget: { ...manifest.widget, name: '__proto__.name', support: { link: 'javascript:alert(1)' } },
        settings: { login: { name: 'settings.login', type: 'file' }, 'a b': 1 },
        tour: { ...manifest.tour, tour_images: { ru: ['/images/none.png'] } },
      },
    });
    expect(await problems(bytes)).toEqual([
      ['i18n/ru.json', '__proto__.name', 'unknown_text'],
      ['i18n/en.json', '__proto__.name', 'unknown_text'],
      ['manifest.json', 'settings.login.type', 'not_one_of'],
      ['manifest.json', 'settings.a b', 'malformed'],
      ['manifest.json', 'settings.a b', 'wrong_type'],
      ['manifest.json', 'widget.support.link', 'not_an_address'],
      ['manifest.json', 'tour.tour_images.ru.0', 'no_such_file'],
      ['manifest.json', 'tour.tour_images.en', 'required'],
    ]);
  });
});
