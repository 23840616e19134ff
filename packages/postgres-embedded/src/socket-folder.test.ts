import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EmbeddedUnavailable } from './errors.ts';
import type { Runner } from './runner.ts';
import { claimSocketFolder } from './socket-folder.ts';

const parent = mkdtempSync(join(tmpdir(), 'pristan-sockets-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const self: Runner = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1, name: 'self', switchUser: false };
const folder = (name: string) => ({ path: join(parent, name), serverArgument: join(parent, name) });

describe('the socket folder', () => {
  test('a socket folder is created with mode 700 and accepted again', async () => {
    await claimSocketFolder(folder('own'), self);
    await claimSocketFolder(folder('own'), self);
    expect(statSync(join(parent, 'own')).mode & 0o777).toBe(0o700);
  });

  test('a socket folder is refused when it belongs to another user', async () => {
    mkdirSync(join(parent, 'foreign'), { mode: 0o700 });
    const claim = claimSocketFolder(folder('foreign'), { ...self, uid: self.uid + 1 });
    await expect(claim).rejects.toThrow(EmbeddedUnavailable);
    await expect(claim).rejects.toThrow('belongs to uid');
  });

  test('a socket folder is refused when other users may enter it', async () => {
    mkdirSync(join(parent, 'open'));
    chmodSync(join(parent, 'open'), 0o755);
    await expect(claimSocketFolder(folder('open'), self)).rejects.toThrow('open to others (mode 755)');
  });

  test('a socket folder is refused when it is a symbolic link, even to a folder of its own user', async () => {
    mkdirSync(join(parent, 'aim'), { mode: 0o700 });
    symlinkSync(join(parent, 'aim'), join(parent, 'link'));
    await expect(claimSocketFolder(folder('link'), self)).rejects.toThrow('symbolic link');
  });

  test('a socket folder is refused when it is a file', async () => {
    writeFileSync(join(parent, 'file'), '');
    await expect(claimSocketFolder(folder('file'), self)).rejects.toThrow('not a folder');
  });
});
