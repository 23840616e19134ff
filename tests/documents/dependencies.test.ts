import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const record = 'docs/adr/0008-dependencies.md';

/** The parts of a package.json that name packages. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Every package.json of the repository, three folders deep at most, without those of installed packages. */
function manifestPaths(folder = '', depth = 3): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === 'package.json') return [path];
    const isLeftOut = !entry.isDirectory() || /^(?:node_modules|dist|coverage|\..*)$/.test(entry.name) || depth === 0;
    return isLeftOut ? [] : manifestPaths(path, depth - 1);
  });
}

const manifests = manifestPaths();

function directDependencies({ dependencies, devDependencies, optionalDependencies, peerDependencies }: Manifest) {
  const named = { ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies };
  return Object.keys(named).filter((name) => !name.startsWith('@pristan/'));
}

/** The names in the first column of the record's table under “Decision”; one with a `*` stands for a family. */
function recorded(text: string): readonly string[] {
  const [, decision = ''] = /^## Decision$([^]*?)^## /m.exec(text) ?? [];
  const cells = [...decision.matchAll(/^\| ([^*|][^|]*)\|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`((?:@[\w-]+\/)?[\w.*-]+)`/g)].map(([, name = '']) => name));
}

function matches(entry: string, name: string): boolean {
  return entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : entry === name;
}

/** Dependencies without an entry in the record, and entries without a dependency. */
function differences(dependencies: readonly string[], entries: readonly string[]) {
  return {
    unrecorded: dependencies.filter((name) => !entries.some((entry) => matches(entry, name))),
    gone: entries.filter((entry) => !dependencies.some((name) => matches(entry, name))),
  };
}

test('every direct dependency has its reason in ADR 8, and every package there is still a dependency', () => {
  const dependencies = manifests.flatMap((path) =>
    directDependencies(JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest),
  );
  const entries = recorded(readFileSync(join(root, record), 'utf8'));
  expect(differences(dependencies, entries)).toEqual({ unrecorded: [], gone: [] });
  expect(entries.length).toBeGreaterThan(40);
  expect(entries).toEqual([...new Set(entries)]);
});

test('the package.json of the root, of workspaces and of every folder with its own lockfile is read', () => {
  expect(manifests).toEqual(
    expect.arrayContaining([
      'package.json',
      'apps/console/package.json',
      'packages/wire/package.json',
      'bench/peers/package.json',
      'examples/shop/package.json',
      'tests/clients/package.json',
      'tools/package.json',
      'tools/browser/package.json',
      'tools/mutants/package.json',
    ]),
  );
  expect(manifests.every((path) => existsSync(join(root, path)))).toBe(true);
  expect(manifests.filter((path) => path.includes('node_modules'))).toEqual([]);
});

test('a dependency without an entry, and an entry whose dependency is gone, are reported', () => {
  const planted = [
    '## Context',
    '| `before` | not under the decision |',
    '## Decision',
    '| Package | Used for |',
    '|---|---|',
    '| **Tools** (lockfile in `tools`) | |',
    '| `fastify` | HTTP |',
    '| `react`, `react-dom` | pages |',
    '| `@types/*` | types |',
    '| `removed` (lockfile in `tools/removed`) | uses `fastify` |',
    '## Rejected',
    '| `dotenv` | why |',
  ].join('\n');
  const dependencies = directDependencies({
    dependencies: { fastify: '5', react: '19', '@pristan/wire': '0.1.0' },
    devDependencies: { '@types/node': '20', 'react-dom': '19' },
    optionalDependencies: { dotenv: '1' },
    peerDependencies: { 'fastify-plugin': '5' },
  });
  expect(differences(dependencies, recorded(planted))).toEqual({
    unrecorded: ['dotenv', 'fastify-plugin'],
    gone: ['removed'],
  });
});
