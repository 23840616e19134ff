import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maker = join(import.meta.dirname, '..', 'clients', 'prepare.mjs');

/** Creates a key and a certificate for these hosts, signed by an authority that nobody trusts. */
export async function aCertificate(...hosts: readonly string[]): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'pristan-certificate-'));
  try {
    await run(process.execPath, [maker, folder, ...hosts]);
    const [key, cert] = await Promise.all([readFile(join(folder, 'key.pem')), readFile(join(folder, 'cert.pem'))]);
    return { key, cert };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
