import type { OutgoingHttpHeaders } from 'node:http';
import { createServer, request } from 'node:http';

/** Stands before a server on loopback and can put a script into its pages: a hole, supposed, in any browser. */
export interface PlantingProxy {
  /** Plants a script at the end of the pages whose path begins so; takes their policy away unless told otherwise. */
  plant(path: string, script: string, options?: { readonly keepPolicy?: boolean }): void;
  close(): Promise<void>;
}

/** @param port to listen at */
export async function aPlantingProxy(serverPort: number, port = 0): Promise<PlantingProxy> {
  let planted: { path: string; script: string; keepPolicy: boolean } | undefined;
  const proxy = createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const isPlanted = method === 'GET' && planted !== undefined && url.startsWith(planted.path);
    const forwarded = request(
      { host: '127.0.0.1', port: serverPort, method, path: url, headers: { ...headers, connection: 'close' } },
      (answer) => {
        const isPage = answer.headers['content-type']?.startsWith('text/html') === true;
        if (!isPlanted || !isPage) {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          return void answer.pipe(outgoing);
        }
        const changed: OutgoingHttpHeaders = { ...answer.headers };
        delete changed['content-length'];
        if (planted?.keepPolicy !== true) delete changed['content-security-policy'];
        outgoing.writeHead(answer.statusCode ?? 502, changed);
        let page = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => (page += piece));
        answer.on('end', () =>
          outgoing.end(page.replace('</body>', () => `<script>${planted?.script ?? ''}</script></body>`)),
        );
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  return {
    plant(path, script, { keepPolicy = false } = {}) {
      planted = { path, script, keepPolicy };
    },
    async close() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
