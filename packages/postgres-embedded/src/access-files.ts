import { lchown, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DATABASE_USER } from './cluster.ts';
import type { Runner } from './runner.ts';

const MAP = 'pristan';

/**
 * Writes the access rules of a PostgreSQL cluster before its server starts. Only the server's own user and root may
 * connect, over the socket, as the single database user, authenticated by the system (`peer`). The closed folder keeps
 * others out already; the access rules are the second barrier. Each file is replaced atomically.
 */
export async function writeAccessFiles(cluster: string, runner: Runner): Promise<void> {
  await put(join(cluster, 'pg_ident.conf'), runner, [
    `${MAP} ${quoted(runner.name)} ${DATABASE_USER}`,
    `${MAP} root ${DATABASE_USER}`,
  ]);
  await put(join(cluster, 'pg_hba.conf'), runner, [`local all ${DATABASE_USER} peer map=${MAP}`]);
}

async function put(path: string, runner: Runner, lines: readonly string[]): Promise<void> {
  const folder = await mkdtemp(`${path}.`);
  try {
    const draft = join(folder, basename(path));
    await writeFile(draft, `# Written at every start.\n${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
    if (runner.switchUser) await lchown(draft, runner.uid, runner.gid);
    await rename(draft, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
