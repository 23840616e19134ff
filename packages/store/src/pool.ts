import pg from 'pg';
import { APPLICATION_NAME_PREFIX } from './embedded/index.ts';
import { expectOutsideWrite } from './inside-write.ts';

/** Where the database is: a URL, or a private socket of the embedded server. */
export type Connection =
  { readonly connectionString: string } | { readonly host: string; readonly user: string; readonly database: string };

const INT8 = 20;

/**
 * A pool whose int8 comes as a number: ids and epoch milliseconds stay far below 2^53.
 *
 * @param onError told when an idle connection breaks, which is no reason to stop: the next query gets a new one
 */
export function openPool(connection: Connection, max: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    application_name: APPLICATION_NAME_PREFIX,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  pool.on('error', onError);
  // A connection that breaks while it is in use tells its query; without a listener it would end the process as well.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    tellLossAsTimeout(client);
  });
  const connect = pool.connect.bind(pool);
  pool.connect = ((...given: Parameters<typeof connect>) => {
    expectOutsideWrite();
    return given.length > 0 ? connect(...given) : connect().catch(throwAsTimeout);
  }) as typeof pool.connect;
  return pool;
}

/**
 * A connection that is lost is told as one that timed out. The job runner does not wait for its note that a job is done,
 * and tries again after a timeout only: told as what it is, the loss would be nobody's rejection, and the note lost.
 */
function tellLossAsTimeout(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...words: readonly unknown[]) => unknown;
  const told = (...words: readonly unknown[]): unknown => {
    const answer = query(...words);
    return answer instanceof Promise ? answer.catch(throwAsTimeout) : answer;
  };
  Object.assign(client, { query: told });
}

/** Losses as the socket, the server (57P01: it stops, 57P02: it crashed) and the driver tell them. */
const losses = ['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ENOENT', '57P01', '57P02'];
const lossWords =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

function throwAsTimeout(error: unknown): never {
  if (
    error instanceof Error &&
    (('code' in error && losses.includes(String(error.code))) || lossWords.test(error.message))
  ) {
    throw Object.assign(new Error(error.message, { cause: error }), { code: 'ETIMEDOUT' });
  }
  throw error;
}
