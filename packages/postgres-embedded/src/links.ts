import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { codeOf } from './errors.ts';
import { statsAt } from './folder-trust.ts';

/**
 * Creates missing library links, which npm packages can't contain. Safe to run concurrently. (The PostgreSQL package
 * does this in an install script; Pristan must work with `--ignore-scripts`.)
 *
 * @param native the package's folder, whose `pg-symlinks.json` lists the links
 * @param folder the folder to create the links in: the package's folder or a copy of it
 */
export async function completeLinks(native: string, folder: string): Promise<void> {
  for (const { source, target } of readLinks(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))) {
    const path = join(folder, relative('native', target));
    if (statsAt(path) !== undefined) continue;
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (thrown) {
      // A link into a folder that was not copied is not needed.
      if (codeOf(thrown) !== 'EEXIST' && codeOf(thrown) !== 'ENOENT') throw thrown;
    }
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function readLinks(json: string): readonly Link[] {
  const links: unknown = JSON.parse(json);
  if (!Array.isArray(links)) return [];
  return links.filter(
    (link: unknown): link is Link =>
      typeof link === 'object' &&
      link !== null &&
      'source' in link &&
      'target' in link &&
      typeof link.source === 'string' &&
      typeof link.target === 'string',
  );
}
