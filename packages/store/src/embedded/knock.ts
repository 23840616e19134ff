import { Client } from 'pg';
import { DATABASE_USER } from './cluster.ts';
import { codeOf } from './errors.ts';
import type { Place } from './server.ts';
import { SOCKET_PORT } from './socket-folder.ts';

/** The one database of the embedded cluster. */
export const DATABASE = 'pristan';

/** What came of one attempt to connect. */
export type Answer =
  | { readonly kind: 'open'; readonly client: Client }
  /** A server is there and is starting, recovering, stopping, or full. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'no-database' }
  /** Nothing listens. */
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
 * Tries once to connect. The client of an `open` answer belongs to the caller.
 *
 * @throws whatever else went wrong (a refused user, a socket of something that is not PostgreSQL)
 */
export async function knock(place: Place, applicationName: string, database = DATABASE): Promise<Answer> {
  const client = new Client({
    ...connectionTo(place),
    database,
    application_name: applicationName,
    connectionTimeoutMillis: 5000,
  });
  // A connection that breaks later also fails its query or emits 'end'; unheard, 'error' would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return { kind: 'open', client };
  } catch (thrown) {
    await client.end().catch(() => undefined);
    const code = codeOf(thrown);
    // Without a code: the server closed the connection in the middle, or did not answer in time.
    const kind = code === undefined ? 'busy' : KINDS.get(code);
    if (kind === undefined) throw thrown;
    return { kind };
  }
}

/** The settings that reach the embedded server, whatever PG* variables stand in the environment. */
export function connectionTo(place: Place): Connection {
  return { host: place.socket.path, port: SOCKET_PORT, user: DATABASE_USER, database: DATABASE, ssl: false };
}

/** Settings for `pg.Pool` or `pg.Client`. */
export interface Connection {
  /** The folder of the unix socket, absolute. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
}
