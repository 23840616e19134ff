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

describe('valid widget archive', () => {
  test('a valid widget archive is opened with its texts in every language and with every file', async () => {
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
    expect(opened.kind === 'widget' && opened.report.files).toHaveLength(10);
    expect(opened.kind === 'widget' && opened.report.checks).toEqual({ findings: [], omitted: 0 });
  });

  test('a widget archive may be written by a zip library, with folder entries', async () => {
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

describe('widget archive refused at its first problem', () => {
  const text = Buffer.from('x');
  const plain = { path: 'script.js', data: text };
  const bomb = Buffer.alloc(3_000_000);
  const with_ = (...entries: ZipEntry[]): Buffer => zipOf([...good, ...entries]);
  const whole = (code: string, field = ''): unknown[] => [['widget.zip', field, code]];

  test.each<[string, Buffer, unknown[]]>([
    ['that is not a zip', Buffer.from('not a zip at all, only words'), whole('not_a_zip')],
    ['that is empty', Buffer.alloc(0), whole('not_a_zip')],
    ['that is cut off', with_().subarray(0, 900), whole('not_a_zip')],
    ['with ../', with_({ path: '../evil.js', data: text }), [['../evil.js', '', 'unsafe_path']]],
    ['with .. further in', with_({ path: 'a/../../evil.js', data: text }), [['a/../../evil.js', '', 'unsafe_path']]],
    ['with an absolute path', with_({ path: '/etc/passwd', data: text }), [['/etc/passwd', '', 'unsafe_path']]],
    ['with a drive', with_({ path: 'C:/evil.js', data: text }), [['C:/evil.js', '', 'unsafe_path']]],
    ['with a backslash', with_({ path: 'a\\evil.js', data: text }), [['a\\evil.js', '', 'unsafe_path']]],
    ['with a control character', with_({ path: 'a\nb.js', data: text }), [['a\nb.js', '', 'unsafe_path']]],
    ...['\u202e', '\u200e', '\u061c', '\u2028', '\ufdd0', '\u0085'].map((character): [string, Buffer, unknown[]] => [
      `with U+${character.charCodeAt(0).toString(16)} in a name`,
      with_({ path: `a${character}b.js`, data: text }),
      [[`a${character}b.js`, '', 'unsafe_path']],
    ]),
    [
      'with a path that begins with ./ among others that do not',
      with_({ path: './a.js', data: text }),
      [['./a.js', '', 'unsafe_path']],
    ],
    [
      'with a device of Windows',
      with_({ path: 'images/nul.png', data: text }),
      [['images/nul.png', '', 'unsafe_path']],
    ],
    ['with an empty path segment', with_({ path: 'a//b.js', data: text }), [['a//b.js', '', 'unsafe_path']]],
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
    ['with a file twice in different case', with_({ path: 'SCRIPT.js', data: text }), [['SCRIPT.js', '', 'duplicate']]],
    ['with a file under a file', with_({ path: 'script.js/a', data: text }), [['script.js/a', '', 'duplicate']]],
    [
      'with a folder that holds bytes',
      with_({ path: 'lib/', data: Buffer.alloc(90), stored: true, unixMode: 0o040755 }),
      [['lib/', '', 'size_differs']],
    ],
    [
      'with an entry larger than stated',
      with_({ path: 'a.js', data: bomb, claimedBytes: 60_000 }),
      [['a.js', '', 'size_differs']],
    ],
    [
      'with an entry smaller than stated',
      with_({ path: 'a.js', data: text, claimedBytes: 500 }),
      [['a.js', '', 'size_differs']],
    ],
    [
      'with a stored entry of another size than stated',
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
  ])('a widget archive %s is refused, with the place of the problem', async (_, bytes, expected) => {
    expect(await problems(bytes)).toEqual(expected);
  });

  test('a widget archive with entries that share bytes is refused', async () => {
    const shared = Array.from({ length: 3 }, (_, index) => ({
      path: 'x.js',
      localPath: 'x.js',
      data: text,
      ...(index > 0 && { sameBytesAs: 10 }),
    }));
    expect(await problems(with_(...shared))).toEqual([
      ['x.js', '', 'damaged'],
      ['x.js', '', 'duplicate'],
    ]);
  });

  test('a widget archive with more than 500 entries, or more than 32 MiB unpacked, is refused', async () => {
    const many = Array.from({ length: 501 }, (_, index) => ({ path: `f${index}.js`, data: text }));
    expect(await problems(zipOf(many))).toEqual(whole('too_many'));
    const chunk = randomBytes(16 * 1024);
    const file = Buffer.concat(Array.from({ length: 250 }, () => chunk));
    const large = Array.from({ length: 9 }, (_, index) => ({ path: `f${index}.js`, data: file }));
    expect(await problems(zipOf(large))).toContainEqual(['widget.zip', '', 'inflates_too_much']);
  });

  test('a widget archive over 20 MiB is refused', async () => {
    expect(await problems(Buffer.alloc(20 * 1024 * 1024 + 1))).toEqual(whole('too_large'));
  });
});

describe('widget archive refused with all its problems', () => {
  test.each<[string, Buffer | string | object | undefined, string]>([
    ['is missing', undefined, 'required'],
    ['is an array', '[]', 'wrong_type'],
    ['is not JSON', '{"widget": // note\n}', 'not_json'],
    ['has a trailing comma', '{"widget": {},}', 'not_json'],
    ['is UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'not_utf8'],
    ['has a thousand levels', '['.repeat(60_000) + ']'.repeat(5), 'not_json'],
    ['is too large', JSON.stringify({ more: randomBytes(60_000).toString('base64') }), 'too_large'],
  ])('a widget archive with a manifest that %s is refused', async (_, content, code) => {
    expect(await problems(await widgetZip({ 'manifest.json': content }))).toEqual([['manifest.json', '', code]]);
  });

  test('a widget archive with its manifest in one folder among others is refused', async () => {
    const moved = good.map((file) => ({ ...file, path: `widget/${file.path}` }));
    const bytes = zipOf([...moved, { path: 'README.md', data: Buffer.from('x') }]);
    expect(await problems(bytes)).toEqual([['widget/manifest.json', '', 'not_at_top']]);
  });

  test('a widget archive with logos that do not decode or are not pictures is refused, and each logo is named', async () => {
    const bytes = await widgetZip({
      'images/logo_min.png': Buffer.from('GIF89a'),
      'images/logo_small.png': (await png(108, 108)).subarray(0, 200),
      'images/logo.png': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'images/logo_main.png': '',
    });
    expect((await problems(bytes)).map(String).toSorted()).toEqual(
      ['logo', 'logo_main', 'logo_min', 'logo_small'].map((name) => `images/${name}.png,,broken_picture`),
    );
  });

  test('a widget archive with control characters in texts or member names is refused, and each place is named', async () => {
    const bytes = await widgetZip({
      'manifest.json': JSON.stringify({
        ...manifest,
        widget: { ...manifest.widget, version: '1\u0000' },
        'x\u202ey': [{ deep: '\ud83d' }],
      }),
      'i18n/en.json': { ...texts, widget: { ...texts.widget, name: 'A\u0007cme' } },
    });
    expect(await problems(bytes)).toEqual([
      ['manifest.json', 'x\ufffdy', 'control_characters'],
      ['manifest.json', 'widget.version', 'control_characters'],
      ['manifest.json', 'x\ufffdy.0.deep', 'control_characters'],
      ['i18n/en.json', 'widget.name', 'control_characters'],
    ]);
  });

  test('a widget archive with a manifest nested as deep as its size allows is accepted', async () => {
    const deep = `${JSON.stringify(manifest).slice(0, -1)},"deep":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(await problems(await widgetZip({ 'manifest.json': deep }))).toEqual(['widget']);
  });

  test('a widget archive whose manifest names an inherited member is accepted, and that member counts as absent', async () => {
    const opened = await openWidget(
      await widgetZip({ 'manifest.json': { ...manifest, widget: { ...manifest.widget, name: '__proto__.name' } } }),
    );
    expect(opened).toMatchObject({ kind: 'widget', manifest: { name: {} } });
  });
});
