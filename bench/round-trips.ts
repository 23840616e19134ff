import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A proxy in front of PostgreSQL that counts round trips. */
export interface CountingProxy {
  /** Folder of the proxy's socket, for a connection's `host`. */
  readonly folder: string;
  /** Number of queries so far: each `Sync` of the extended protocol, or simple `Query`. */
  count(): number;
  close(): void;
}

const SOCKET = '.s.PGSQL.5432';

/** Opens a proxy to the PostgreSQL server whose socket is in `serverFolder`. @see PostgreSQL, "Message Formats" */
export async function openCountingProxy(serverFolder: string): Promise<CountingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'pristan-door-'));
  let questions = 0;
  const server = createServer((client: Socket) => {
    const backend = connect(join(serverFolder, SOCKET));
    const read = messageReader((type) => {
      if (type === 'S' || type === 'Q') questions += 1;
    });
    client.on('data', read);
    client.pipe(backend).pipe(client);
    for (const [one, other] of [
      [client, backend],
      [backend, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(join(folder, SOCKET), resolve));
  return {
    folder,
    count: () => questions,
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Splits a stream of the PostgreSQL protocol into messages: type, then a length that includes itself. The first message
 * has no type.
 */
function messageReader(onMessage: (type: string) => void): (chunk: Buffer) => void {
  let started = false;
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      if (started) onMessage(String.fromCharCode(rest[0] ?? 0));
      started = true;
      rest = rest.subarray(length);
    }
  };
}
