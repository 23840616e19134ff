import type { Server } from 'node:http';
import { createServer } from 'node:http';

/** An integrator's site of a few lines: a page with the tag as it was copied, and the address that codes come to. */
export interface SmallSite {
  readonly origin: string;
  /** What stands on its page. */
  tag: string;
  /** Its keys, as they were copied. */
  clientId: string;
  clientSecret: string;
  /** Access tokens it holds, by the account's subdomain. */
  readonly tokens: Map<string, string>;
  close(): Promise<void>;
}

/** @param port of loopback, on which it stands as `shop.localhost` */
export async function openSmallSite(port: number, platformUrl: string): Promise<SmallSite> {
  const origin = `http://shop.localhost:${port}`;
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const say = (html: string): void =>
      void response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<!doctype html><title>site</title><body>${html}</body>`);
    if (pathname === '/callback') connect(searchParams).then(say, (error: unknown) => say(`<h1>${String(error)}</h1>`));
    else if (pathname === '/') say(site.tag);
    else response.writeHead(200).end();
  });
  const site: SmallSite = {
    origin,
    tag: '',
    clientId: '',
    clientSecret: '',
    tokens: new Map(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function connect(query: URLSearchParams): Promise<string> {
    const referer = query.get('referer') ?? '';
    const answer = await fetch(`${platformUrl}/oauth2/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'authorization_code',
        client_id: site.clientId,
        client_secret: site.clientSecret,
        redirect_uri: `${origin}/callback`,
        code: query.get('code'),
      }),
    });
    const body = (await answer.json()) as { access_token?: string };
    if (body.access_token === undefined) return `<h1>Refused: ${answer.status}</h1>`;
    site.tokens.set(referer.split('.')[0] ?? '', body.access_token);
    return `<h1>Connected to ${referer.split('.')[0]}</h1>`;
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return site;
}
