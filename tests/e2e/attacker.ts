import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';

/**
 * Serves an attacker's page at another origin; with the host `localhost` it is same-site with the platform, at another
 * port.
 */
export async function attackerSite(
  body: string,
  host = 'thief.localhost',
): Promise<{ origin: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><body>${body}</body>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, origin: `http://${host}:${typeof address === 'object' && address !== null ? address.port : 0}` };
}

/**
 * Plants a script in the pages at `url`, as a vulnerability would, and by default removes their
 * Content-Security-Policy.
 */
export async function injectScript(
  where: Pick<Page, 'route'>,
  url: string,
  script: string,
  options: { keepPolicy?: boolean } = {},
): Promise<void> {
  await where.route(url, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    const headers = response.headers();
    if (options.keepPolicy !== true) delete headers['content-security-policy'];
    await route.fulfill({
      response,
      headers,
      body: (await response.text()).replace('</body>', `<script>${script}</script></body>`),
    });
  });
}

/** Ways in which a script in the page can press `button`, by name. */
export function clickAttempts(button: string): Readonly<Record<string, string>> {
  const it = `document.querySelector('${button}')`;
  return {
    'a click by script': `${it}.click()`,
    'a dispatched press': `${it}.dispatchEvent(new MouseEvent('click', { bubbles: true }))`,
    'form.submit()': `${it}.form.submit()`,
    'form.requestSubmit()': `${it}.form.requestSubmit()`,
    'a fetch of the same origin': `fetch(${it}.form.action, { method: 'POST', body: new URLSearchParams(new FormData(${it}.form)) })`,
  };
}
