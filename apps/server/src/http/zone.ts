import type { FastifyRequest } from 'fastify';

const cookie = 'tz';

/**
 * Time zone of the person's browser, from the cookie that the console sets; UTC when it is absent or unknown. Server
 * pages have no script that could read it.
 */
export function zoneOf({ cookies }: Pick<FastifyRequest, 'cookies'>): string {
  const named = cookies[cookie];
  if (named === undefined || !/^[A-Za-z][\w+/-]{0,63}$/.test(named)) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: named }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
