import pg from 'pg';
import { APPLICATION_NAME_PREFIX } from '@pristan/postgres-embedded';
import { refusePoolInKeyedWrite } from './keyed-write-context.ts';

/** Address of the database: a URL, or the private socket of the embedded server. */
export type Connection =
  { readonly connectionString: string } | { readonly host: string; readonly user: string; readonly database: string };

const INT8 = 20;
/** `text[]` */
const TEXTS: number = 1009;

const parseTexts = pg.types.getTypeParser(TEXTS, 'text') as (literal: string) => string[];

/**
 * Opens a connection pool that returns int8 as a number: ids and epoch milliseconds stay far below 2^53.
 *
 * @param size how many connections it opens at most; `min` of them stay open while nobody uses them
 * @param onError called when an idle connection breaks; harmless, the next query gets a new one
 */
export function openPool(
  connection: Connection,
  size: number | { readonly min: number; readonly max: number },
  onError: (error: Error) => void,
): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    ...(typeof size === 'number' ? { max: size } : size),
    application_name: APPLICATION_NAME_PREFIX,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: ((oid: number, format: 'text'): unknown =>
        oid === INT8
          ? Number
          : oid === TEXTS
            ? textsOf
            : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  pool.on('error', onError);
  // A connection that breaks in use fails its query; without this listener it would also end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    tellLossAsTimeout(client);
  });
  const connect = pool.connect.bind(pool);
  pool.connect = ((...given: Parameters<typeof connect>) => {
    refusePoolInKeyedWrite();
    return given.length > 0 ? connect(...given) : connect().catch(throwAsTimeout);
  }) as typeof pool.connect;
  return pool;
}

/**
 * Reports a lost connection as a timeout. The job runner does not await its "job done" statement, and retries that
 * statement only after a timeout: any other error would be an unhandled rejection, and the statement would be lost.
 */
function tellLossAsTimeout(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...words: readonly unknown[]) => unknown;
  const told = (...words: readonly unknown[]): unknown => {
    const answer = query(...words);
    return answer instanceof Promise ? answer.catch(throwAsTimeout) : answer;
  };
  Object.assign(client, { query: told });
}

/** Error codes of a lost connection from the socket, the server (57P01: stopping, 57P02: crashed) and the driver. */
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

/** Reads an array of texts. Names of scopes need no quotes, and pg's own parser takes ten times as long for them. */
export function textsOf(literal: string): string[] {
  if (literal === '{}') return [];
  return /^\{[a-z0-9_:.,-]+\}$/.test(literal) ? literal.slice(1, -1).split(',') : parseTexts(literal);
}
