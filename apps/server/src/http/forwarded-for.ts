import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Most addresses read from an `X-Forwarded-For` header. */
const HOPS_MAX = 32;

/**
 * Addresses in an `X-Forwarded-For` header, read from the nearest one back to the first entry that is not an address:
 * our proxies did not write that entry or anything before it. Normalized, without ports.
 *
 * @returns undefined when no address is left
 */
export function forwardedFor(header: string): string | undefined {
  const known: string[] = [];
  for (const entry of header.split(',').reverse()) {
    const address = addressOf(entry.trim());
    if (address === undefined || known.length === HOPS_MAX) break;
    known.unshift(address);
  }
  return known.length === 0 ? undefined : known.join(', ');
}

function addressOf(entry: string): string | undefined {
  const [, bracketed, withPort] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(entry) ?? [];
  const text = bracketed ?? withPort ?? entry;
  return isIP(text) === 0 || text.includes('%') ? undefined : ipaddr.process(text).toString();
}
