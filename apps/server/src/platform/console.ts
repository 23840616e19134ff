import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { languageFacts } from '@pristan/locales';
import type { Language } from '@pristan/wire';
import { languages } from '@pristan/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { builtFolder } from '../http/assets.ts';
import type { Site } from '../http/page.ts';
import { languageOf } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { immutableHeaders, sendBuilt } from '../http/send-built.ts';
import { sessionOf } from '../http/session.ts';
import type { BuiltFile } from '../pages/built-file.ts';
import { isCompressed, readBuilt } from '../pages/built-file.ts';
import { textsIn } from '../pages/texts.ts';
import { sendSignIn } from '../http/sign-in.ts';

/** Path of the only console page that is open to people who are not signed in. */
const openPath = '/console/api-docs';

/**
 * `GET /console/…`: the console, an application for admins and integrators. It is one HTML page, the same at every URL;
 * a signed-out person signs in first and returns to the URL they asked for.
 */
export async function consoleRoutes(app: FastifyInstance, site: Site): Promise<void> {
  const folder = path.join(builtFolder(), 'console');
  const files = await readFiles(path.join(folder, 'assets'));
  const template = await readFile(path.join(folder, 'index.html'), 'utf8');
  const pages = new Map(
    languages.map((language) => [language, consolePage(site, { template, files, language })] as const),
  );

  // The names of the console's files change with their content, so browsers may cache them for good.
  app.get<{ Params: { file: string } }>(
    '/console/assets/:file',
    { config: { dialect: 'page', cost: 'file' } },
    async (request, reply) => {
      const file = files.get(request.params.file);
      if (file === undefined) return reply.callNotFound();
      return sendBuilt({ request, reply }, file, immutableHeaders);
    },
  );

  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await sessionOf(site, request);
    const isOpen = request.url.split('?')[0] === openPath;
    if (session === undefined && !isOpen)
      return sendSignIn(site, { request, reply, session }, { to: request.url, connecting: null });
    const page = pages.get(session?.user.language ?? languageOf(request, undefined)) ?? '';
    const nonce = site.random.text(16);
    return reply.headers(consoleHeaders(nonce)).type('text/html; charset=utf-8').send(page.replace('__NONCE__', nonce));
  };
  app.get('/console', pageRoute(site), show);
  app.get('/console/*', pageRoute(site), show);
}

/** The page in one language, with preloads for everything it needs: a file that is found late costs a round trip. */
function consolePage(
  { assets, config }: Site,
  {
    template,
    files,
    language,
  }: { readonly template: string; readonly files: ReadonlyMap<string, BuiltFile>; readonly language: Language },
): string {
  const { t } = textsIn(language);
  const scripts = [...files.keys()]
    .filter((name) => name.endsWith('.js') && [`texts-${language}-`, 'pieces-'].some((start) => name.startsWith(start)))
    .map((name) => `<link rel="modulepreload" crossorigin href="/console/assets/${name}" />`);
  // The fonts load before the first text, so that nothing moves later.
  const fonts = ['inter-latin', ...(languageFacts[language].fonts ?? []), 'jetbrains-mono-latin']
    .map((name) => assets.url(`${name}.woff2`))
    .map((href) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${href}" />`);
  return template
    .replace('lang="ru"', `lang="${language}" data-platform="${config.platform}"`)
    .replace('__TOKENS__', assets.url('tokens.css'))
    .replace('__FAVICON__', assets.url('favicon.svg'))
    .replace('<!-- preloads -->', [...scripts, ...fonts].join(''))
    .replace('__OPENING__', t('platform:console.opening'))
    .replace('__LATE__', t('platform:console.late'))
    .replace('__AGAIN__', t('platform:console.again'));
}

/**
 * Security headers of the console. Its interface library writes style elements, which carry the nonce, and style
 * attributes, which execute nothing.
 */
function consoleHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "style-src-attr 'unsafe-inline'",
      "font-src 'self'",
      // The console shows a chosen picture before it is uploaded.
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
  const names = (await readdir(folder)).filter((name) => !isCompressed(name));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readBuilt(path.join(folder, name))] as const)),
  );
}
