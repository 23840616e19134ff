import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import { ConfigProblems } from '../config/load.ts';
import type { SecretKey } from '../config/settings.ts';
import { readSecretKeys } from '../config/settings.ts';
import { readyDataDir } from './data-dir.ts';

const FILE = 'secret-keys';

/**
 * Secret keys that seal stored values: from the setting, or in development from a file in the data directory, created
 * on first use.
 *
 * @throws ConfigProblems in production without the setting: a generated key would be lost with the machine
 */
export async function secretKeys(config: Config): Promise<readonly SecretKey[]> {
  if (config.secretKeys !== undefined) return config.secretKeys;
  if (!config.development) {
    throw new ConfigProblems(
      'PRISTAN_SECRET_KEYS: expected in production, as <id>:<32 bytes in base64>; make one with: echo "k1:$(openssl rand -base64 32)". Beside `npm start`, set NODE_ENV=development.',
    );
  }
  await readyDataDir(config.dataDir);
  const file = path.join(config.dataDir, FILE);
  try {
    // `wx` creates the file exclusively: when two processes start at once, one creates it and the other reads it.
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`k1:${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
    await handle.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readWhenWritten(file);
}

const whatToDo =
  'Restore the earlier file; or, if nothing has to be kept, remove the whole data directory and start again.';

function readFileOfKeys(file: string, text: string): readonly SecretKey[] {
  try {
    return readSecretKeys(text);
  } catch (error) {
    throw new ConfigProblems(
      `${file}: expected ${error instanceof Error ? error.message : String(error)}. ${whatToDo}`,
    );
  }
}

async function readWhenWritten(file: string): Promise<readonly SecretKey[]> {
  for (let attempt = 0; ; attempt++) {
    const text = (await readFile(file, 'utf8')).trim();
    if (text !== '') return readFileOfKeys(file, text);
    if (attempt === 50) throw new ConfigProblems(`${file} is empty. ${whatToDo}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
