import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { World } from '../environment/open.ts';
import type { Dialect } from './context.ts';
import { dialectOf } from './context.ts';
import { sendPlatformProblem } from './platform-problem.ts';
import { sendProblem } from './problem.ts';
import { invalidRequest, sendTokenError } from './token-answers.ts';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
  readonly dialect: Dialect | undefined;
}

/**
 * Answers 405 with `Allow` (RFC 9110 §15.5.6), before a body is read, for every method that a path does not serve;
 * `OPTIONS` too, so that CORS stays closed. Pages and the JSON API exist on the public site only; on other hosts their
 * paths stay 404. Watches routes being added, so it must be registered before them.
 */
export function refuseOtherMethods(app: FastifyInstance, world: World): void {
  const known = new Map<string, KnownPath>();
  app.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    const path = known.get(url) ?? { pattern: patternOf(url), methods: new Set(), dialect: config?.dialect };
    for (const one of [method].flat()) path.methods.add(one);
    known.set(url, path);
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const path = pathOf(request.url);
    const matching = [...known.values()].filter(({ pattern }) => pattern.test(path));
    const [first] = matching;
    if (first === undefined || (isPublicOnly(first) && request.site.kind !== 'public')) return done();
    const all = matching.flatMap((one) => [...one.methods]);
    const methods = new Set(all.includes('HEAD') ? ['HEAD', ...all] : all);
    if (methods.has(request.method)) return done();
    reply.header('Allow', [...methods].join(', '));
    sendRefusal(world, first.dialect ?? dialectOf(request), { request, reply }).catch(done);
    return undefined;
  });
}

function isPublicOnly({ dialect }: KnownPath): boolean {
  return dialect === 'page' || dialect === 'platform';
}

async function sendRefusal(
  world: World,
  dialect: Dialect,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const { platform } = world.config;
  switch (dialect) {
    case 'token':
      return sendTokenError(reply, invalidRequest('Check the method of the request', 405), platform);
    case 'platform':
      return sendPlatformProblem(world, { request, reply, code: 'method_not_allowed' });
    case 'page': {
      const { pageForOtherMethod } = request.server;
      if (pageForOtherMethod !== undefined) return pageForOtherMethod(request, reply);
      return sendProblem(reply, { kind: 'method_not_allowed' }, platform);
    }
    case 'api':
      return sendProblem(reply, { kind: 'method_not_allowed' }, platform);
  }
}

/** Regular expression of a route's path: a path parameter matches one segment, a wildcard the rest. */
function patternOf(url: string): RegExp {
  const escaped = url.replaceAll(/[.+?^$()[\]{}|\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:[A-Za-z_]+/g, '[^/]+').replaceAll('*', '.*')}$`);
}

/** Path of a request's URL, normalized as the router reads it. @see docs/spec/dialect.md#path-forms */
function pathOf(url: string): string {
  const [raw = ''] = url.split(/[?#]/, 1);
  const path = raw.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
