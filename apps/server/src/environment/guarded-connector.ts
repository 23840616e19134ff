import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import type { Block } from './public-address.ts';
import { isLoopbackAddress, mayConnect } from './public-address.ts';

/** Asks for a host's addresses, as `dns.lookup` with `all`. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The system's look-up. Names under `localhost` are this machine, and nobody is asked about them: Debian's resolver does
 * not know them.
 *
 * @see RFC 6761 §6.3
 */
const lookUp: Resolve = (hostname, options, done) => {
  if (!/(^|\.)localhost\.?$/i.test(hostname)) return (lookup as Resolve)(hostname, options, done);
  return done(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
};

/** The guard did not let a request through. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: 'refused_address' | 'not_https';
  constructor(reason: Refused['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Connects for undici, to addresses that were checked. Names are looked up once: what the look-up gave is filtered and is
 * what the socket gets. Literals never reach a look-up, so that they are checked by themselves; at last the socket says
 * where it arrived.
 *
 * @param options.ca certificates to trust besides the machine's
 */
export function guardedConnector(options: {
  readonly allowed: readonly Block[];
  readonly resolve?: Resolve;
  readonly ca?: string;
}): buildConnector.connector {
  const { allowed, resolve = lookUp } = options;
  const fits = (address: string, secure: boolean): boolean =>
    mayConnect(address, allowed) && (secure || isLoopbackAddress(address));
  const why = (addresses: readonly string[], secure: boolean): Refused =>
    new Refused(!secure && addresses.some((address) => mayConnect(address, allowed)) ? 'not_https' : 'refused_address');

  const connectors = new Map<boolean, buildConnector.connector>();
  for (const secure of [true, false]) {
    const connector = buildConnector({
      allowH2: false,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      lookup: (hostname, asked, done) => {
        resolve(hostname, { ...asked, all: true }, (error, found) => {
          if (error !== null) return done(error, []);
          const addresses = found.filter(({ address }) => fits(address, secure));
          const [first] = addresses;
          if (first === undefined)
            return done(
              why(
                found.map(({ address }) => address),
                secure,
              ),
              [],
            );
          return asked.all === true ? done(null, addresses) : done(null, first.address, first.family);
        });
      },
    });
    connectors.set(secure, connector);
  }

  return (asked, done) => {
    const secure = asked.protocol === 'https:';
    const literal = asked.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(literal) !== 0 && !fits(literal, secure)) return done(why([literal], secure), null);
    return connectors.get(secure)?.(asked, (...result) => {
      const [error, socket] = result;
      if (error !== null || socket === null) return done(error ?? new Error('no socket'), null);
      const { remoteAddress = '' } = socket;
      if (fits(remoteAddress, secure)) return done(null, socket);
      socket.destroy();
      return done(why([remoteAddress], secure), null);
    });
  };
}
