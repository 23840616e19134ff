import type pg from 'pg';

/** Rows of a table, for COPY: values without tabs, backslashes and line ends; null is null. */
export interface TableRows {
  readonly table: string;
  readonly columns: string;
  readonly rows: () => Iterable<readonly (string | number | null)[]>;
}

const CHUNK_ROWS = 2_000;

/** The parts of pg's connection that COPY needs; its types describe neither. */
interface CopyConnection {
  readonly stream: NodeJS.WritableStream & { readonly writableNeedDrain: boolean };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Sends rows to a table by COPY, in pieces, as fast as the server takes them.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html, its text format
 */
export async function copyRows(client: pg.PoolClient, { table, columns, rows }: TableRows): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let failure: Error | undefined;
    const pump = async (connection: CopyConnection): Promise<void> => {
      let lines: string[] = [];
      const flush = async (): Promise<void> => {
        connection.sendCopyFromChunk(Buffer.from(lines.join('')));
        lines = [];
        if (connection.stream.writableNeedDrain)
          await new Promise((drained) => connection.stream.once('drain', drained));
      };
      for (const row of rows()) {
        if (failure !== undefined) return;
        lines.push(`${row.map((value) => value ?? '\\N').join('\t')}\n`);
        if (lines.length === CHUNK_ROWS) await flush();
      }
      if (lines.length > 0) await flush();
      connection.endCopyFrom();
    };
    client.query({
      submit: (connection: unknown) => (connection as CopyConnection).query(`copy ${table} (${columns}) from stdin`),
      handleCopyInResponse: (connection: CopyConnection) => void pump(connection),
      handleError: (error: Error) => (failure = error),
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => (failure === undefined ? resolve() : reject(failure)),
    } as pg.Submittable);
  });
}
