import { request } from 'node:http';

/** A response of the public site; `bytes` counts the body as transferred. */
export interface HttpAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly bytes: number;
  readonly text: string;
}

/** Sends a GET to the public site. */
export async function httpGet(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  return send(port, { method: 'GET', path, headers, body: undefined });
}

/** Sends a POST to the public site, with the headers of a form submitted from its page. */
export async function httpPost(
  port: number,
  path: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer },
): Promise<HttpAnswer> {
  const length = String(Buffer.byteLength(body));
  const page = { origin: 'http://localhost:4400', 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' };
  return send(port, { method: 'POST', path, headers: { ...page, ...headers, 'content-length': length }, body });
}

async function send(
  port: number,
  asked: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Buffer | undefined;
  },
): Promise<HttpAnswer> {
  const { method, path, body } = asked;
  const headers = { host: 'localhost:4400', 'accept-language': 'en', ...asked.headers };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const all = Buffer.concat(chunks);
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, location: answered.location, bytes: all.length, text: all.toString('utf8') });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
