import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';

const run = promisify(execFile);

/** The platform under amoCRM's own host names, behind a TLS proxy on loopback. */
export interface ClientsFixture {
  readonly platform: Platform;
  /** Runs a program of this folder with its unmodified library, and returns the printed JSON. */
  library<Printed>(program: string, integration: object): Promise<Printed>;
  close(): Promise<void>;
}

export async function openClientsFixture(): Promise<ClientsFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'pristan-clients-'));
  await run(process.execPath, [join(import.meta.dirname, 'prepare.mjs'), folder]);
  const platform = await openPlatform({
    PRISTAN_PUBLIC_URL: 'https://www.amocrm.ru',
    PRISTAN_BASE_DOMAIN: 'amocrm.ru',
    PRISTAN_TRUST_PROXY: '127.0.0.1',
  });
  const proxy = await openTlsProxy(folder, await platform.listen());
  return {
    platform,
    async library(program, integration) {
      const env = {
        PATH: process.env['PATH'],
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        PROXY_PORT: String(proxy.port),
        INTEGRATION: JSON.stringify(integration),
      };
      const preload = join(import.meta.dirname, 'loopback-only.mjs');
      const { stdout } = await run(process.execPath, ['--import', preload, join(import.meta.dirname, program)], {
        env,
        timeout: 30_000,
      });
      return JSON.parse(stdout);
    },
    async close() {
      await proxy.close();
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Terminates TLS and forwards each request unchanged, with the client's address. */
async function openTlsProxy(folder: string, platformPort: number): Promise<{ port: number; close(): Promise<void> }> {
  const [key, cert] = await Promise.all([readFile(join(folder, 'key.pem')), readFile(join(folder, 'cert.pem'))]);
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const { method, url: path } = incoming;
    const headers = {
      ...incoming.headers,
      'x-forwarded-for': incoming.socket.remoteAddress,
      'x-forwarded-proto': 'https',
    };
    const onwards = request({ host: '127.0.0.1', port: platformPort, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onwards.on('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
