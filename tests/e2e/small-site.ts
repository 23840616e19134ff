import type { Server } from 'node:http';
import { createServer } from 'node:http';

/** An integrator's small site: a page with the copied button’s tag, and a callback that exchanges codes. */
export interface SmallSite {
  readonly origin: string;
  /** The button’s tag, which is the content of the site’s page. */
  tag: string;
  /** The integration’s ID, as copied from the console. */
  clientId: string;
  clientSecret: string;
  /** The site’s access tokens, by the account's subdomain. */
  readonly tokens: Map<string, string>;
  /** Refreshes an account’s tokens with this secret key; returns the response’s status. */
  refresh(subdomain: string, clientSecret: string): Promise<number>;
  close(): Promise<void>;
}

interface Pair {
  readonly access_token?: string;
  readonly refresh_token?: string;
}

/**
 * Starts a small integrator’s site at `shop.localhost`.
 *
 * @param port on loopback
 */
export async function openSmallSite(port: number, platformUrl: string): Promise<SmallSite> {
  const refreshTokens = new Map<string, string>();
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
    async refresh(subdomain, clientSecret) {
      const { status, body } = await ask(clientSecret, {
        grant_type: 'refresh_token',
        refresh_token: refreshTokens.get(subdomain),
      });
      keep(subdomain, body);
      return status;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function connect(query: URLSearchParams): Promise<string> {
    const subdomain = query.get('referer')?.split('.')[0] ?? '';
    const { status, body } = await ask(site.clientSecret, {
      grant_type: 'authorization_code',
      code: query.get('code'),
    });
    keep(subdomain, body);
    return status === 200 ? `<h1>Connected to ${subdomain}</h1>` : `<h1>Refused: ${status}</h1>`;
  }

  async function ask(clientSecret: string, fields: object): Promise<{ status: number; body: Pair }> {
    const answer = await fetch(`${platformUrl}/oauth2/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: site.clientId,
        client_secret: clientSecret,
        redirect_uri: `${origin}/callback`,
        ...fields,
      }),
    });
    return { status: answer.status, body: (await answer.json()) as Pair };
  }

  function keep(subdomain: string, { access_token, refresh_token }: Pair): void {
    if (access_token === undefined || refresh_token === undefined) return;
    site.tokens.set(subdomain, access_token);
    refreshTokens.set(subdomain, refresh_token);
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return site;
}
