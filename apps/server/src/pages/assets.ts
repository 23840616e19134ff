import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

/** A file as it is served under `/assets/`. Its name holds its content's hash, so it may be cached for good. */
export interface Asset {
  readonly body: Buffer;
  readonly contentType: string;
}

/** The files of the pages. */
export interface Assets {
  /** The address of a file by its plain name (`pages.css`, `favicon.svg`, `return.js`). Throws on a name that is not there. */
  readonly url: (name: string) => string;
  /** The file behind an address made by `url`; `undefined` for any other address. */
  readonly at: (path: string) => Asset | undefined;
}

const sheets = ['tokens.css', 'fonts.css', 'base.css', 'frame.css', 'controls.css', 'pieces.css', 'journey.css'];

const fonts = {
  'inter-latin.woff2': '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'inter-latin-ext.woff2': '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
  'inter-cyrillic.woff2': '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2',
  'inter-cyrillic-ext.woff2': '@fontsource-variable/inter/files/inter-cyrillic-ext-wght-normal.woff2',
  'jetbrains-mono-latin.woff2': '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  'jetbrains-mono-cyrillic.woff2':
    '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-cyrillic-wght-normal.woff2',
} as const;

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Reads the pages' files once, at start: the style sheets of `directory` joined into `pages.css`, `favicon.svg`, the fonts
 * out of their npm packages, and the browser scripts given by name.
 */
export async function loadAssets(directory: string, scripts: ReadonlyMap<string, Buffer>): Promise<Assets> {
  const urls = new Map<string, string>();
  const assets = new Map<string, Asset>();
  const add = (name: string, body: Buffer) => {
    const extension = extname(name);
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    const url = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`;
    urls.set(name, url);
    assets.set(url, { body, contentType: contentTypes[extension] ?? 'application/octet-stream' });
  };
  const url = (name: string) => {
    const found = urls.get(name);
    if (found === undefined) throw new Error(`There is no asset ${name}`);
    return found;
  };
  const require = createRequire(import.meta.url);
  for (const [name, path] of Object.entries(fonts)) add(name, await readFile(require.resolve(path)));
  const sheet = async (names: readonly string[]): Promise<Buffer> => {
    const css = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
    return Buffer.from(compact(css.join('')).replace(/url\('([^']+)'\)/g, (_, name: string) => `url(${url(name)})`));
  };
  add('pages.css', await sheet(sheets));
  // The console has the tokens and the fonts in common with the pages.
  add('tokens.css', await sheet(['tokens.css', 'fonts.css']));
  add('favicon.svg', await readFile(join(directory, 'favicon.svg')));
  for (const [name, body] of scripts) add(name, body);
  return { url, at: (path) => assets.get(path) };
}

/** Takes out comments and the spaces that mean nothing; enough for sheets written by hand in one style. */
function compact(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(';}', '}')
    .trim();
}
