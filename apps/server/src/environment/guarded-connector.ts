import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { skipInformational } from './informational-answers.ts';
import type { NameLookup } from './name-lookup.ts';
import { isLocalhostName, NameLookupFailed } from './name-lookup.ts';
import type { CidrBlock } from '../config/public-address.ts';
import { isLoopbackAddress, mayConnect } from '../config/public-address.ts';

/** The guarded HTTP client refused to connect for a request. */
export class ConnectionBlocked extends Error {
  override readonly name = 'ConnectionBlocked';
  readonly reason: 'refused_address' | 'not_https';
  constructor(reason: ConnectionBlocked['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Connect timeout in ms, as long as the whole time limit of a hook. A slower host counts as unreachable and frees its
 * slot.
 */
const CONNECT_MS_MAX = 3_000;

/**
 * Connector for undici that only connects to permitted addresses. A host name is looked up once, and the socket gets
 * the permitted ones of its addresses. Literal addresses skip the lookup and are checked separately. Finally the
 * address of the connected socket is checked.
 *
 * @param options.ca certificates to trust instead of the machine's
 */
export function guardedConnector(options: {
  readonly allowed: readonly CidrBlock[];
  readonly lookUp: NameLookup;
  readonly ca?: string;
}): buildConnector.connector {
  const { allowed, lookUp } = options;
  const fits = (address: string, secure: boolean): boolean =>
    mayConnect(address, allowed) && (secure || isLoopbackAddress(address));
  const why = (addresses: readonly string[], secure: boolean): ConnectionBlocked =>
    new ConnectionBlocked(
      !secure && addresses.some((address) => mayConnect(address, allowed)) ? 'not_https' : 'refused_address',
    );

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
      if (fits(remoteAddress, secure)) {
        skipInformational(socket);
        return done(null, socket);
      }
      socket.destroy();
      return done(why([remoteAddress], secure), null);
    });
  };
}

/**
 * Reports a host name that leads to an internal address as unknown: otherwise anybody could learn which names our
 * network has.
 */
function whyNot(hostname: string, refused: ConnectionBlocked): Error {
  return refused.reason === 'not_https' || isLocalhostName(hostname) ? refused : new NameLookupFailed('dns');
}
