import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createHookReceiver } from './received-hooks.ts';
import { hookVerifier, publishedHookKeys, testMarks } from './hooks.ts';
import { createKiosk } from './kiosk.ts';
import { connectedPage, homePage, problemPage } from './page.ts';
import type { Keys } from './platform.ts';
import { exchangeCode, isAccountHost, readAccount, refresh } from './platform.ts';
import type { Visitor } from './visitors.ts';
import { createVisitors } from './visitors.ts';

const BODY_BYTES_MAX = 64 * 1024;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly nonce: string;
}

/** The site's keys and memory. */
interface Site {
  readonly keys: Keys;
  readonly visitors: ReturnType<typeof createVisitors>;
  readonly kiosk: ReturnType<typeof createKiosk>;
  readonly ear: ReturnType<typeof createHookReceiver>;
  /** Names of accounts that installed the shop from the platform, by account id; filled by the install hook. */
  readonly installed: Map<number, string>;
}

/**
 * The shop's site: a connect button in both modes, a button that creates an integration, and receivers of the
 * platform's hooks.
 */
export function createSite(keys: Keys): Server {
  const site: Site = {
    keys,
    visitors: createVisitors(),
    kiosk: createKiosk(keys, new URL(keys.redirectUri).origin),
    ear: createHookReceiver(hookVerifier(publishedHookKeys(keys.platformUrl))),
    installed: new Map(),
  };
  return createServer((request, response) => {
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce));
    const url = new URL(request.url ?? '/', keys.redirectUri);
    respond(site, { request, response, url, nonce }).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      send(response, 502, problemPage(nonce, 'The platform refused', text));
    });
  });
}

async function respond(site: Site, exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange;
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /kiosk/keys':
      return takeKeys(site, exchange);
    case 'GET /disconnect':
      return forget(site, exchange);
    case 'GET /kiosk.png':
      return sendLogo(response);
    case 'GET /callback':
      if (url.searchParams.get('from_widget') === '1') return connectAccount(site, exchange);
  }
  return respondTo(site.visitors.of(request, response), site, exchange);
}

/** Answers with a page for this visitor. */
async function respondTo(visitor: Visitor, site: Site, exchange: Exchange): Promise<void> {
  const { request, response, url, nonce } = exchange;
  const { keys, kiosk, installed, ear } = site;
  const { connection, state } = visitor;
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /':
      return send(response, 200, homePage(keys, nonce, { state, kiosk, installed, heard: ear.heard }));
    case 'GET /callback':
      return connect(visitor, exchange, { platform: keys, used: keys });
    case 'GET /kiosk/callback': {
      const used = kiosk.keysOf(url.searchParams.get('client_id'), state);
      return connect(visitor, exchange, { platform: keys, used });
    }
    case 'POST /refresh':
      if (connection === undefined) break;
      visitor.connection = {
        ...connection,
        tokens: await refresh(connection.keys, connection.tokens.refreshToken),
        refreshes: connection.refreshes + 1,
      };
      return redirect(response, '/connected');
    case 'GET /connected': {
      if (connection === undefined) break;
      const { accessToken } = connection.tokens;
      const account = await readAccount(keys, accessToken);
      const { refreshes } = connection;
      return send(response, 200, connectedPage(nonce, { account, claims: claimsOf(accessToken), refreshes }));
    }
  }
  return send(response, 404, problemPage(nonce, 'Not found', 'There is nothing here.'));
}

/**
 * Completes the connection when a visitor returns from the platform.
 *
 * @param keys.used the keys that the code was issued for; `undefined` when this site received none
 */
async function connect(
  visitor: Visitor,
  { response, url, nonce }: Exchange,
  keys: { readonly platform: Keys; readonly used: Keys | undefined },
): Promise<void> {
  const { searchParams } = url;
  // Without the check of `state`, somebody could make a visitor connect the shop to a foreign account.
  if (searchParams.get('state') !== visitor.state)
    return send(response, 403, problemPage(nonce, 'Not yours', 'The state differs: start again.'));
  if (searchParams.get('error') !== null)
    return send(response, 200, problemPage(nonce, 'Access was refused', 'Nothing was connected.'));
  const code = searchParams.get('code');
  const { platform, used } = keys;
  if (code === null || used === undefined || !isAccountHost(searchParams.get('referer') ?? '', platform)) {
    const text = 'The platform sent no code or no keys, or a host that is not its own.';
    return send(response, 400, problemPage(nonce, 'Incomplete', text));
  }
  visitor.connection = { keys: used, tokens: await exchangeCode(used, code), refreshes: 0 };
  return redirect(response, '/connected');
}

async function takeKeys({ ear, kiosk, visitors }: Site, { request, response }: Exchange): Promise<void> {
  const payload = await bodyOf(request);
  const about = 'keys of a new integration';
  const status = await ear.hear({ headers: request.headers, payload }, { what: 'keys', about }, () =>
    isTestOfKeys(payload) ? 'test' : kiosk.take(payload, (state) => visitors.has(state)),
  );
  response.writeHead(status).end();
}

/** Receives the install hook: no visitor is involved, so the tokens belong to the account. */
async function connectAccount({ ear, keys, installed }: Site, { request, response, url }: Exchange): Promise<void> {
  const code = url.searchParams.get('code');
  const about = url.searchParams.get('referer') ?? '';
  const hook = { headers: request.headers, payload: queryOf(request) };
  const status = await ear.hear(hook, { what: 'install', about }, async () => {
    if (code === null || !isAccountHost(about, keys)) return false;
    if (about.startsWith(testMarks.host)) return 'test';
    const { accessToken } = await exchangeCode(keys, code);
    const account = await readAccount(keys, accessToken);
    installed.set(account.id, account.name);
    return true;
  });
  response.writeHead(status).end();
}

/** Receives the disconnect hook, which is signed with the client secret besides the platform's key. */
async function forget({ ear, keys, installed }: Site, { request, response, url }: Exchange): Promise<void> {
  const [clientId, accountId, signature] = ['client_uuid', 'account_id', 'signature'].map(
    (name) => url.searchParams.get(name) ?? '',
  );
  const expected = createHmac('sha256', keys.clientSecret).update(`${clientId}|${accountId}`).digest();
  const given = Buffer.from(signature ?? '', 'hex');
  const hook = { headers: request.headers, payload: queryOf(request) };
  const status = await ear.hear(hook, { what: 'disconnect', about: `account ${accountId}` }, () => {
    if (clientId !== keys.clientId || given.length !== expected.length || !timingSafeEqual(given, expected))
      return false;
    if (accountId === testMarks.accountId) return 'test';
    installed.delete(Number(accountId));
    return true;
  });
  response.writeHead(status).end();
}

/** Whether a secrets hook is a test: this site's own buttons never have the test state, since theirs are random. */
function isTestOfKeys(payload: string): boolean {
  return (JSON.parse(payload) as { state?: unknown }).state === testMarks.state;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function queryOf(request: IncomingMessage): string {
  return (request.url ?? '').replace(/^[^?]*\??/, '');
}

async function sendLogo(response: ServerResponse): Promise<void> {
  const logo = await readFile(new URL('../kiosk.png', import.meta.url));
  response.writeHead(200, { 'Content-Type': 'image/png' }).end(logo);
}

function contentSecurityPolicy(nonce: string): string {
  return `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'`;
}

/** Reads the payload of an access token, for display only: the platform decides whether a token is valid. */
function claimsOf(accessToken: string): unknown {
  return JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(html);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location }).end();
}
