import type { FastifyRequest } from 'fastify';

const cookie = 'tz';

/**
 * The time zone of the person's browser, under the name that the console left in a cookie; UTC when there is none, or
 * none that is known here. Pages have no script that could tell it.
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
