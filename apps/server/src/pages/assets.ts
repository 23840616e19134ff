import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuiltFile } from './built-file.ts';
import { readBuilt } from './built-file.ts';

/** Built files that pages load, such as styles and fonts. */
export interface Assets {
  /**
   * Returns the URL of a file by its plain name (`pages.css`, `favicon.svg`, `return.js`). Throws on an unknown name.
   */
  readonly url: (name: string) => string;
  /** Returns the file behind a path that `url` made; `undefined` for any other path. */
  readonly at: (path: string) => BuiltFile | undefined;
}

/**
 * Reads the built files of the pages once, at start: the build's output in `folder`, and `names.json`, which maps each
 * plain name to the name with the content's hash.
 */
export async function loadAssets(folder: string): Promise<Assets> {
  const names = JSON.parse(await readFile(path.join(folder, 'names.json'), 'utf8')) as Record<string, string>;
  const urls = new Map(Object.entries(names).map(([name, hashed]) => [name, `/assets/${hashed}`]));
  const files = new Map<string, BuiltFile>(
    await Promise.all(
      Object.values(names).map(
        async (hashed) => [`/assets/${hashed}`, await readBuilt(path.join(folder, hashed))] as const,
      ),
    ),
  );
  return {
    url(name) {
      const found = urls.get(name);
      if (found === undefined) throw new Error(`There is no asset ${name}`);
      return found;
    },
    at: (address) => files.get(address),
  };
}
