import type { FastifyRequest } from 'fastify';

const cookie = 'tz';

/** Zones by their own names, of which there are some hundreds: asking `Intl` costs as much as a page's texts. */
const known = new Set<string>(['UTC']);

/**
 * Time zone of the person's browser, from the cookie that the console sets; UTC when it is absent or unknown. Server
 * pages have no script that could read it.
 */
export function zoneOf({ cookies }: Pick<FastifyRequest, 'cookies'>): string {
  const named = cookies[cookie];
  if (named === undefined || !/^[A-Za-z][\w+/-]{0,63}$/.test(named)) return 'UTC';
  if (known.has(named)) return named;
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: named }).resolvedOptions().timeZone;
    if (zone === named) known.add(zone);
    return zone;
  } catch {
    return 'UTC';
  }
}
