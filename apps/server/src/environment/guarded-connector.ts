import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import type { LookUp } from './names.ts';
import { isLoopbackName, NameFailed } from './names.ts';
import type { Block } from './public-address.ts';
import { isLoopbackAddress, mayConnect } from './public-address.ts';

/** The guard did not let a request through. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: 'refused_address' | 'not_https';
  constructor(reason: Refused['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** A hook has no longer for all of it. What takes longer is not there, and keeps its place at the host no longer. */
const CONNECT_MS_MAX = 3_000;

/**
 * Connects for undici, to addresses that were checked. Names are looked up once: what the look-up gave is filtered and is
 * what the socket gets. Literals never reach a look-up, so that they are checked by themselves; at last the socket says
 * where it arrived.
 *
 * @param options.ca certificates to trust besides the machine's
 */
export function guardedConnector(options: {
  readonly allowed: readonly Block[];
  readonly lookUp: LookUp;
  readonly ca?: string;
}): buildConnector.connector {
  const { allowed, lookUp } = options;
  const fits = (address: string, secure: boolean): boolean =>
    mayConnect(address, allowed) && (secure || isLoopbackAddress(address));
  const why = (addresses: readonly string[], secure: boolean): Refused =>
    new Refused(!secure && addresses.some((address) => mayConnect(address, allowed)) ? 'not_https' : 'refused_address');

  const connectors = new Map<boolean, buildConnector.connector>();
  for (const secure of [true, false]) {
    const connector = buildConnector({
      allowH2: false,
      timeout: CONNECT_MS_MAX,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      lookup: (hostname, asked, done) => {
        lookUp(hostname).then(
          (found) => {
            const addresses = found
              .filter((address) => fits(address, secure))
              .map((address) => ({ address, family: isIP(address) }));
            const [first] = addresses;
            if (first === undefined) return done(whyNot(hostname, why(found, secure)), []);
            return asked.all === true ? done(null, addresses) : done(null, first.address, first.family);
          },
          (error: unknown) => done(error as Error, []),
        );
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

/** A name that leads inside is told as one that nobody has: otherwise anybody could ask which names our network knows. */
function whyNot(hostname: string, refused: Refused): Error {
  return refused.reason === 'not_https' || isLoopbackName(hostname) ? refused : new NameFailed('dns');
}
