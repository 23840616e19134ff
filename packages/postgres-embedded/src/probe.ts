import { Client } from 'pg';
import { DATABASE_USER } from './cluster.ts';
import { codeOf } from './errors.ts';
import type { EmbeddedServer } from './server.ts';
import { SOCKET_PORT } from './socket-folder.ts';

/** The only database of the embedded cluster. */
export const DATABASE = 'pristan';

/** Result of one attempt to connect to the embedded server. */
export type ProbeAnswer =
  | { readonly kind: 'open'; readonly client: Client }
  /** The server is starting, recovering, stopping or full. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'no-database' }
  /** No server listens. */
  | { readonly kind: 'silent' };

const KINDS: ReadonlyMap<string, 'busy' | 'no-database' | 'silent'> = new Map([
  ['57P03', 'busy'], // cannot_connect_now
  ['57P01', 'busy'], // admin_shutdown
  ['57P02', 'busy'], // crash_shutdown
  ['53300', 'busy'], // too_many_connections
  ['ECONNRESET', 'busy'],
  ['EPIPE', 'busy'],
  ['EAGAIN', 'busy'], // the socket's queue is full
  ['3D000', 'no-database'],
  ['ENOENT', 'silent'],
  ['ECONNREFUSED', 'silent'],
]);

/**
 * Makes one attempt to connect. The caller owns the client of an `open` answer.
 *
 * @throws any other error (a refused user, a socket that is not PostgreSQL's)
 */
export async function probe(place: EmbeddedServer, applicationName: string, database = DATABASE): Promise<ProbeAnswer> {
  const client = new Client({
    ...connectionTo(place),
    database,
    application_name: applicationName,
    connectionTimeoutMillis: 5000,
  });
  // A broken connection also fails its query or emits 'end'; an unhandled 'error' would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return { kind: 'open', client };
  } catch (thrown) {
    await client.end().catch(() => undefined);
    const code = codeOf(thrown);
    // An error without a code: the server closed the connection, or did not answer in time.
    const kind = code === undefined ? 'busy' : KINDS.get(code);
    if (kind === undefined) throw thrown;
    return { kind };
  }
}

/** Connection settings of the embedded server, independent of PG* environment variables. */
export function connectionTo(place: EmbeddedServer): Connection {
  return { host: place.socket.path, port: SOCKET_PORT, user: DATABASE_USER, database: DATABASE, ssl: false };
}

/** Connection settings for `pg.Pool` or `pg.Client`. */
export interface Connection {
  /** The folder of the unix socket, absolute. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
}
