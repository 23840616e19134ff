/** Makes the assets of the server pages: joined style sheets and fonts from npm packages, named by content hash. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

const sheets = ['tokens.css', 'fonts.css', 'base.css', 'frame.css', 'controls.css', 'pieces.css', 'journey.css'];

const fonts = {
  'inter-latin.woff2': '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'inter-latin-ext.woff2': '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
  'inter-cyrillic.woff2': '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2',
  'inter-cyrillic-ext.woff2': '@fontsource-variable/inter/files/inter-cyrillic-ext-wght-normal.woff2',
  'jetbrains-mono-latin.woff2': '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  'jetbrains-mono-cyrillic.woff2':
    '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-cyrillic-wght-normal.woff2',
};

/**
 * Joins style sheets, collects fonts and scripts, and names each file by the hash of its content.
 * @param {string} folder folder of the source style sheets and the icon
 * @param {ReadonlyMap<string, Buffer>} scripts the pages' scripts by plain name
 * @returns {Promise<{ files: Map<string, Buffer>, names: Record<string, string> }>} files by served name, and served
 * names by plain name (`pages.css`)
 */
export async function pageAssets(folder, scripts) {
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  /** @type {Record<string, string>} */
  const names = {};
  const add = (/** @type {string} */ name, /** @type {Buffer} */ body) => {
    const extension = extname(name);
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    names[name] = `${name.slice(0, -extension.length)}.${hash}${extension}`;
    files.set(names[name], body);
  };
  const require = createRequire(join(folder, 'fonts.css'));
  for (const [name, path] of Object.entries(fonts)) add(name, await readFile(require.resolve(path)));
  const sheet = async (/** @type {readonly string[]} */ parts) => {
    const css = await Promise.all(parts.map((name) => readFile(join(folder, name), 'utf8')));
    return Buffer.from(compact(css.join('')).replace(/url\('([^']+)'\)/g, (_, name) => `url(/assets/${names[name]})`));
  };
  add('pages.css', await sheet(sheets));
  // The console shares the colours of tokens.css and the fonts with the server’s pages.
  add('tokens.css', await sheet(['tokens.css', 'fonts.css']));
  add('favicon.svg', await readFile(join(folder, 'favicon.svg')));
  for (const [name, body] of scripts) add(name, body);
  return { files, names };
}

/**
 * Removes comments and insignificant spaces from a style sheet; sufficient for hand-written ones in one style.
 *
 * @param {string} css
 */
function compact(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(';}', '}')
    .trim();
}
