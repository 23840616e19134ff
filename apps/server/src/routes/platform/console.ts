import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { builtFolder } from '../../http/assets.ts';
import type { Site } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { sessionOf } from '../../http/session.ts';
import { sendSignIn } from '../accounts/sign-in.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * `GET /console/…`: the application for admins and integrators. Its one page is the same at every address; whoever is
 * signed out signs in first and comes back to the address they asked for.
 */
export async function consoleRoutes(app: FastifyInstance, site: Site): Promise<void> {
  const folder = path.join(builtFolder(), 'console');
  const html = (await readFile(path.join(folder, 'index.html'), 'utf8'))
    .replace('__TOKENS__', site.assets.url('tokens.css'))
    .replace('__FAVICON__', site.assets.url('favicon.svg'));
  const preloads = { en: preload(site, ['inter-latin']), ru: preload(site, ['inter-latin', 'inter-cyrillic']) };
  const files = await readFiles(path.join(folder, 'assets'));

  // Their names hold their content, so they may be kept for good.
  app.get<{ Params: { file: string } }>(
    '/console/assets/:file',
    { config: { dialect: 'page' } },
    async (request, reply) => {
      const file = files.get(request.params.file);
      if (file === undefined) return reply.callNotFound();
      return reply
        .headers({
          'Cache-Control': 'public, max-age=31536000, immutable',
          'Cross-Origin-Resource-Policy': 'same-origin',
        })
        .type(file.contentType)
        .send(file.body);
    },
  );

  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await sessionOf(site, request);
    if (session === undefined)
      return sendSignIn(site, { request, reply, session }, { to: request.url, connecting: null });
    const nonce = site.random.text(16);
    return reply
      .headers(consoleHeaders(nonce))
      .type('text/html; charset=utf-8')
      .send(
        html
          .replace('__NONCE__', nonce)
          .replace('<!-- fonts -->', preloads[session.user.language])
          .replace('lang="ru"', `lang="${session.user.language}"`),
      );
  };
  app.get('/console', pageRoute(site), show);
  app.get('/console/*', pageRoute(site), show);
}

/** Asks for fonts at once, so that they are there before the first text and nothing moves when they come. */
function preload({ assets }: Site, names: readonly string[]): string {
  return names
    .map((name) => assets.url(`${name}.woff2`))
    .map((href) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${href}" />`)
    .join('');
}

/** The interface library writes style elements, which carry the nonce, and style attributes, which run nothing. */
function consoleHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "style-src-attr 'unsafe-inline'",
      "font-src 'self'",
      // A picture that was chosen is looked at before it is sent.
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'Cache-Control': 'no-store',
  };
}

async function readFiles(folder: string) {
  const names = await readdir(folder);
  return new Map(
    await Promise.all(
      names.map(async (name) => {
        const body = await readFile(path.join(folder, name));
        return [name, { body, contentType: contentTypes[path.extname(name)] ?? 'application/octet-stream' }] as const;
      }),
    ),
  );
}
