import type { Method } from '@pristan/rules';
import { methodRule } from '@pristan/rules';
import type { RouteOptions } from 'fastify';
import type { Dialect } from './context.ts';

/** Paths for integrators' programs and resource servers; the platform's own JSON API lists its operations elsewhere. */
const API = /^\/(api|oauth2|oauth\/v2|v3|\.well-known)\b/;

/**
 * Refuses a route of amoCRM's API or the token endpoint that is missing in the rules' table of methods, or serves
 * another method than it names.
 *
 * @throws Error at start
 * @see docs/spec/dialect.md#methods
 */
export function requireListed({ method, url, config }: RouteOptions): void {
  if (!isForPrograms(url, config?.dialect) || config?.endpoint !== undefined) return;
  for (const verb of [method].flat()) {
    // Fastify serves HEAD through the route for GET.
    if (verb === 'HEAD') continue;
    if (config?.method === undefined || servedOf(config.method) !== `${verb} ${url}`) {
      throw new Error(`${verb} ${url} is not in the table of methods`);
    }
  }
}

function isForPrograms(url: string, dialect: Dialect | undefined): boolean {
  return dialect === 'api' || dialect === 'token' || (API.test(url) && dialect !== 'page');
}

function servedOf(method: Method): string {
  return methodRule(method).served;
}
