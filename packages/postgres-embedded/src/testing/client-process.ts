/**
 * A separate process that uses the embedded server, driven over node's IPC channel: it gets `[dataDir]` as arguments
 * and `{ sql }` or `'leave'` as messages, and sends one reply to each message.
 */
import { Client } from 'pg';
import { openEmbeddedPostgres } from '../index.ts';

interface Failure {
  readonly failed: string;
}

async function outcomeOf(work: () => Promise<unknown>): Promise<{ readonly ok: unknown } | Failure> {
  try {
    return { ok: await work() };
  } catch (thrown) {
    return { failed: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown) };
  }
}

async function visit(dataDir: string): Promise<string> {
  const embedded = await openEmbeddedPostgres({ dataDir });
  process.on('message', (message: { sql: string } | 'leave') => {
    if (message === 'leave') {
      void outcomeOf(() => embedded.leave()).then((outcome) => process.send?.(outcome, () => process.disconnect()));
      return;
    }
    void outcomeOf(async () => {
      const client = new Client({ ...embedded.connection, application_name: 'pristan-visitor' });
      await client.connect();
      const { rows } = await client.query({ text: message.sql, rowMode: 'array' });
      await client.end();
      return rows;
    }).then((outcome) => process.send?.(outcome));
  });
  return embedded.connection.host;
}

process.send?.(await outcomeOf(() => visit(process.argv[2] ?? '')));
