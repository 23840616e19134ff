import { get } from 'node:http';

/** A GET of the public site; `bytes` counts the body as it came over the wire. */
export async function httpGet(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly bytes: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(
      { host: '127.0.0.1', port, path, headers: { host: 'localhost:4400', 'accept-language': 'en', ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          resolve({ status: response.statusCode ?? 0, bytes: body.length, text: body.toString('utf8') });
        });
      },
    ).on('error', reject);
  });
}
