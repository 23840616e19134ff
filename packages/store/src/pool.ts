import pg from 'pg';
import { APPLICATION_NAME_PREFIX } from './embedded/index.ts';

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
    tellBrokenPipeAsReset(client);
  });
  return pool;
}

/**
 * A broken pipe is a reset connection seen a moment later. The job runner tries again after the one only, and does not
 * wait for its note that a job is done: told as the other it would be nobody's rejection.
 */
function tellBrokenPipeAsReset(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...words: readonly unknown[]) => unknown;
  const told = (...words: readonly unknown[]): unknown => {
    const answer = query(...words);
    return answer instanceof Promise ? answer.catch(throwAsReset) : answer;
  };
  Object.assign(client, { query: told });
}

function throwAsReset(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') {
    throw Object.assign(new Error(error.message, { cause: error }), { code: 'ECONNRESET' });
  }
  throw error;
}
