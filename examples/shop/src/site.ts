import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { connectedPage, homePage, problemPage } from './page.ts';
import type { Keys, Tokens } from './platform.ts';
import { exchangeCode, isAccountHost, readAccount, refresh } from './platform.ts';

/** A visitor of the shop: the state they were given, and the tokens they brought. Kept in memory: it is an example. */
interface Visitor {
  readonly state: string;
  tokens?: Tokens;
  refreshes: number;
}

const VISITORS_MAX = 1000;

/** The shop's site. @param site its own origin, for redirects */
export function createSite(keys: Keys): Server {
  const visitors = new Map<string, Visitor>();

  const visitorOf = (request: IncomingMessage, response: ServerResponse): Visitor => {
    const id = /(?:^|; )shop=([A-Za-z0-9_-]{22})/.exec(request.headers.cookie ?? '')?.[1];
    const known = id === undefined ? undefined : visitors.get(id);
    if (known !== undefined) return known;
    const fresh = randomBytes(16).toString('base64url');
    const visitor: Visitor = { state: randomBytes(16).toString('base64url'), refreshes: 0 };
    visitors.set(fresh, visitor);
    const [oldest] = visitors.keys();
    if (visitors.size > VISITORS_MAX && oldest !== undefined) visitors.delete(oldest);
    response.setHeader('Set-Cookie', `shop=${fresh}; Path=/; HttpOnly; SameSite=Lax`);
    return visitor;
  };

  return createServer((request, response) => {
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce));
    respond(request, response, nonce).catch((error: unknown) => {
      send(
        response,
        502,
        problemPage(nonce, 'The platform refused', error instanceof Error ? error.message : String(error)),
      );
    });
  });

  async function respond(request: IncomingMessage, response: ServerResponse, nonce: string): Promise<void> {
    const url = new URL(request.url ?? '/', keys.redirectUri);
    const visitor = visitorOf(request, response);
    if (url.pathname === '/') return send(response, 200, homePage(keys, nonce, visitor.state));
    if (url.pathname === '/callback') return callback(url, visitor, { response, nonce });
    if (url.pathname === '/refresh' && request.method === 'POST' && visitor.tokens !== undefined) {
      visitor.tokens = await refresh(keys, visitor.tokens.refreshToken);
      visitor.refreshes += 1;
      return redirect(response, '/connected');
    }
    if (url.pathname === '/connected' && visitor.tokens !== undefined) {
      const { accessToken } = visitor.tokens;
      const account = await readAccount(keys, accessToken);
      return send(
        response,
        200,
        connectedPage(nonce, { account, claims: claimsOf(accessToken), refreshes: visitor.refreshes }),
      );
    }
    return send(response, 404, problemPage(nonce, 'Not found', 'There is nothing here.'));
  }

  async function callback(
    url: URL,
    visitor: Visitor,
    { response, nonce }: { response: ServerResponse; nonce: string },
  ): Promise<void> {
    const { searchParams } = url;
    // Without this check somebody could make a visitor connect the shop to an account that is not theirs.
    if (searchParams.get('state') !== visitor.state)
      return send(response, 403, problemPage(nonce, 'Not yours', 'The state differs: start again.'));
    if (searchParams.get('error') !== null)
      return send(response, 200, problemPage(nonce, 'Access was refused', 'Nothing was connected.'));
    const code = searchParams.get('code');
    if (code === null || !isAccountHost(searchParams.get('referer') ?? '', keys)) {
      return send(
        response,
        400,
        problemPage(nonce, 'Incomplete', 'The platform sent no code, or a host that is not its own.'),
      );
    }
    visitor.tokens = await exchangeCode(keys, code);
    return redirect(response, '/connected');
  }
}

function contentSecurityPolicy(nonce: string): string {
  return `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'`;
}

/** The middle part of the token. Only shown: whether a token is good is for the platform to say. */
function claimsOf(accessToken: string): unknown {
  return JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(html);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location }).end();
}
