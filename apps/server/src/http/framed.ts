import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { World } from '../environment/open.ts';
import type { Assets } from '../pages/assets.ts';
import { FramedPage } from './framed-page.tsx';
import { renderPage } from '../pages/render.tsx';
import type { Language } from '@pristan/wire';
import { localPath } from './local-path.ts';

const frames: ReadonlySet<string> = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe']);

/** Whether the browser reports that the answer would be shown in a frame of another page. */
export function isFramed({ headers }: FastifyRequest): boolean {
  const destination = headers['sec-fetch-dest'];
  return typeof destination === 'string' && frames.has(destination);
}

/**
 * Answers a request in a frame, in place of any page or action: one sentence and a link to the same URL at the top
 * level. This answer is the same for everybody, without form, script and names, so any page may frame it.
 *
 * @see RFC 9700 §4.16
 */
export async function sendFramed(
  site: World & { readonly assets: Assets },
  {
    request,
    reply,
    language,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly language: Language },
): Promise<FastifyReply> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const page = h(FramedPage, { url: `${site.config.publicUrl}${isRead ? localPath(site, request.url) : '/'}` });
  return reply
    .code(isRead ? 200 : 403)
    .headers({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'",
      // Lets pages with `Cross-Origin-Embedder-Policy: require-corp` frame this answer too.
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Referrer-Policy': 'no-referrer',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      'Cache-Control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(
      renderPage(page, {
        language,
        zone: 'UTC',
        now: site.clock.now(),
        again: null,
        assetUrl: site.assets.url,
        languageForm: null,
        viewer: null,
      }),
    );
}
