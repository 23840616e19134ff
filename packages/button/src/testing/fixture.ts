/**
 * Three sites on loopback for the browser tests: a platform that serves the built button and an authorize page, an
 * integrator's shop under a strict Content-Security-Policy, and a stranger's site.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildButton } from '../../build.mjs';

const nonce = 'bm9uY2U';

/** The shop's Content-Security-Policy: nothing inline without the nonce, no inline style, no markup from strings. */
const strictPolicy = (styleSource: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src ${styleSource}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types shop',
  ].join('; ');

/** The options of a shop page; by default it is in English and permits no styles of its own. */
export interface ShopPageOptions {
  readonly language?: string;
  readonly allowsNoncedStyles?: boolean;
}

/** The origins of the three sites, and the authorize requests that the platform got. */
export interface ButtonFixture {
  readonly platform: string;
  readonly shop: string;
  readonly stranger: string;
  /** The request targets of `/oauth`, with or without a language in the path, oldest first, as sent. */
  readonly authorizeRequests: string[];
  /** Publishes a page of the shop and returns its URL. The words `NONCE` and `BUTTON` in `body` are replaced. */
  shopPage(body: string, options?: ShopPageOptions): string;
  close(): Promise<void>;
}

/** Builds the button and opens the three sites on free ports. */
export async function openButtonFixture(): Promise<ButtonFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'pristan-button-stand-'));
  await buildButton(folder);
  const authorizeRequests: string[] = [];
  const shopPages: Answer[] = [];

  const platform = await serve(async (address) => {
    const { pathname, searchParams } = new URL(address, 'http://platform.localhost');
    if (pathname.startsWith('/auth/')) {
      const text = await readFile(join(folder, pathname.slice('/auth/'.length)), 'utf8');
      const headers = { 'content-type': 'text/javascript', 'cross-origin-resource-policy': 'cross-origin' };
      return { text, headers };
    }
    if (!/^(\/[a-z]{2})?\/oauth$/.test(pathname)) return page('<h1>Platform</h1>');
    authorizeRequests.push(address);
    return page(`<h1>Consent</h1><script>${consentScript(searchParams.get('client_id'))}</script>`);
  });
  const shop = await serve((address) => {
    return Promise.resolve(shopPages[Number(/^\/page\/(\d+)/.exec(address)?.[1])] ?? page('<h1>Back at the shop</h1>'));
  });
  const stranger = await serve(() => Promise.resolve(page('<h1>Stranger</h1>')));

  const platformOrigin = `http://platform.localhost:${platform.port}`;
  const shopOrigin = `http://shop.localhost:${shop.port}`;
  return {
    platform: platformOrigin,
    shop: shopOrigin,
    stranger: `http://stranger.localhost:${stranger.port}`,
    authorizeRequests,
    shopPage(body, { language = 'en', allowsNoncedStyles = false } = {}) {
      const filled = body
        .replaceAll('BUTTON', `nonce="${nonce}" src="${platformOrigin}/auth/button.min.js"`)
        .replaceAll('NONCE', `nonce="${nonce}"`);
      const policy = strictPolicy(allowsNoncedStyles ? `'nonce-${nonce}'` : "'none'");
      shopPages.push({
        text:
          `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Shop</title></head>` +
          `<body><main><h1>Shop</h1>${filled}</main></body></html>`,
        headers: { ...htmlHeaders, 'content-security-policy': policy },
      });
      return `${shopOrigin}/page/${shopPages.length - 1}`;
    },
    async close() {
      await Promise.all([platform, shop, stranger].map((site) => site.close()));
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * The script of the consent page. For two client IDs it answers as fast as a page can: it posts the message and closes
 * at once.
 */
function consentScript(clientId: string | null): string {
  if (clientId === 'denies-at-once') {
    return "opener.postMessage({client_id:'denies-at-once',error:'access_denied'},'*');window.close()";
  }
  if (clientId === 'allows-at-once') {
    return "opener.postMessage({url:new URL(document.referrer).origin+'/back?code=at-once'},'*');window.close()";
  }
  return '';
}

const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' };

interface Answer {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

function page(body: string): Answer {
  return { text: `<!doctype html><title>Page</title>${body}`, headers: htmlHeaders };
}

async function serve(answer: (address: string) => Promise<Answer>): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    answer(request.url ?? '/').then(
      ({ text, headers }) => response.writeHead(200, headers).end(text),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    port: address.port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
