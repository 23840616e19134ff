import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isLanguage } from '@pristan/wire';
import { contentTypeOf } from '../../apps/server/src/pages/built-file.ts';
import { pageAssets } from '../../apps/server/page-assets.mjs';
import { hostileReturn } from './authorize-samples.tsx';
import { renderSample } from './render-sample.ts';
import { samples } from './samples.ts';

/** A server of sample pages on a free loopback port, with the Content-Security-Policy of production pages. */
export interface Gallery {
  readonly origin: string;
  readonly names: readonly string[];
  readonly close: () => Promise<void>;
}

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 272"><rect width="400" height="272" rx="16" fill="#2F4BD8"/>' +
  '<path d="M90 76h220v120H90z" fill="#fff"/><path d="m90 76 110 76 110-76" fill="none" stroke="#2F4BD8" stroke-width="14"/></svg>';

/**
 * Serves every sample page at `/<language>/<name>`.
 *
 * @param pages folder of the pages' sources
 * @param returnScript the compiled `return.ts`, or empty text so that the returning page stays open
 */
export async function openGallery(pages: string, returnScript: string): Promise<Gallery> {
  const { files, names } = await pageAssets(join(pages, 'assets'), new Map([['return.js', Buffer.from(returnScript)]]));
  const assetUrl = (name: string): string => `/assets/${names[name]}`;
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const asset = files.get(path.replace('/assets/', ''));
    const [, language, name] = path.split('/');
    const sample = [...samples, hostileReturn].find((candidate) => candidate.name === name);
    if (asset !== undefined) response.setHeader('content-type', contentTypeOf(path)).end(asset);
    else if (name === 'logo.svg') response.setHeader('content-type', 'image/svg+xml').end(picture);
    else if (sample !== undefined && isLanguage(language)) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', policy);
      response.end(renderSample(sample, language, assetUrl));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${address.port}`,
    names: samples.map((sample) => sample.name),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
