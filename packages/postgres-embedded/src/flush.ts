import { open } from 'node:fs/promises';

/** Resolves once a file's content, or a folder's list of names, is on disk. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
