import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { httpGet } from './get.ts';
import type { Fixtures } from './fixtures.ts';
import { signedIn } from './session.ts';

export interface PageBytes {
  readonly html: number;
  readonly styles: number;
  readonly scripts: number;
  readonly fonts: number;
}

/** Measures the bytes that a browser transfers for the consent page, without the logo. */
export async function consentPageBytes(port: number, fixtures: Fixtures): Promise<PageBytes> {
  const cookie = await signedIn(fixtures);
  const page = await httpGet(port, `/oauth?client_id=${fixtures.clientId}&state=s`, { cookie });
  if (!page.text.includes('/oauth/allow'))
    throw new Error(`no consent page: ${page.status} ${page.text.slice(0, 300)}`);
  const size = async (pattern: RegExp, text: string, base: string): Promise<{ bytes: number; text: string }> => {
    let bytes = 0;
    let all = '';
    for (const [, address = ''] of text.matchAll(pattern)) {
      const file = await httpGet(port, new URL(address, `http://x${base}`).pathname, {});
      bytes += file.bytes;
      all += file.text;
    }
    return { bytes, text: all };
  };
  const styles = await size(/<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"/g, page.text, '/');
  const scripts = await size(/<script[^>]+src="([^"]+)"/g, page.text, '/');
  const fonts = await size(/<link[^>]+rel="preload"[^>]+href="([^"]+\.woff2)"/g, page.text, '/');
  return { html: page.bytes, styles: styles.bytes, scripts: scripts.bytes, fonts: fonts.bytes };
}

/** Size of the connect button's script as served, compressed as by a reverse proxy. */
export function buttonGzBytes(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}
