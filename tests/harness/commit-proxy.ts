import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A proxy before PostgreSQL that can hold back a COMMIT or the response to it. */
export interface CommitProxy {
  /** URL of the database through the proxy. */
  readonly url: string;
  /** Holds back the next COMMIT itself, or only PostgreSQL’s response to it. */
  hold(what: 'commit' | 'answer'): void;
  /** Resolves when the next COMMIT is held back; with `answer`, when PostgreSQL has carried it out. */
  held(): Promise<void>;
  close(): void;
}

/** Opens a proxy before the database of this URL. @see PostgreSQL, "Message Formats" */
export async function openCommitProxy(databaseUrl: string): Promise<CommitProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'pristan-commit-'));
  const url = new URL(databaseUrl);
  const socketFolder = url.searchParams.get('host');
  const backendOf = () =>
    socketFolder === null
      ? connect(Number(url.port || 5432), url.hostname)
      : connect(join(socketFolder, `.s.PGSQL.${url.port || 5432}`));
  let holding: 'commit' | 'answer' | undefined;
  let told: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    told = resolve;
  });
  const commit = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');
  const server = createServer((client: Socket) => {
    const backend = backendOf();
    let isHeld = false;
    client.on('data', (chunk: Buffer) => {
      if (holding !== undefined && chunk.includes(commit)) {
        isHeld = true;
        if (holding === 'commit') {
          told();
          return;
        }
      }
      backend.write(chunk);
    });
    backend.on('data', (chunk: Buffer) => {
      if (isHeld) told();
      else client.write(chunk);
    });
    for (const [one, other] of [
      [client, backend],
      [backend, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(join(folder, '.s.PGSQL.5432'), resolve));
  const through = new URL(databaseUrl);
  through.searchParams.set('host', folder);
  through.port = '';
  return {
    url: through.href,
    hold: (what) => {
      holding = what;
    },
    held: () => held,
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
