import type { OutgoingHttpHeaders } from 'node:http';
import { createServer, request } from 'node:http';

/**
 * A proxy before a loopback server that can plant a script in the server’s pages, as a vulnerability would; it works
 * with any browser.
 */
export interface InjectingProxy {
  /**
   * Plants a script at the end of pages whose path starts with `path`; removes their Content-Security-Policy by
   * default.
   */
  plant(path: string, script: string, options?: { readonly keepPolicy?: boolean }): void;
  close(): Promise<void>;
}

/**
 * Starts a proxy that can plant scripts.
 *
 * @param port to listen on, by default a free one
 */
export async function anInjectingProxy(serverPort: number, port = 0): Promise<InjectingProxy> {
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
