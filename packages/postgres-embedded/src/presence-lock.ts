import type { Client } from 'pg';

/**
 * Prefix of `application_name` on every connection to the embedded server, including those of the store's pools. A
 * process that leaves counts these connections to find out whether it is the last.
 */
export const APPLICATION_NAME_PREFIX = 'pristan';

/** `application_name` of the connection that an open handle keeps during its lifetime. */
export const PRESENCE_NAME = `${APPLICATION_NAME_PREFIX}-presence`;

/** `application_name` of a connection about to close; without the prefix, so that it no longer counts. */
export const RELEASING_NAME = `leaving-${APPLICATION_NAME_PREFIX}`;

// An advisory lock with a key of two numbers; the store's own locks use one number.
const GATE = '1886546291, 1';

/**
 * Waits while another process decides whether to stop the server. Afterwards this connection counts in the next
 * decision. Fails when the server is being stopped, because the server cuts the connection.
 */
export async function waitForPresenceLock(client: Client): Promise<void> {
  await client.query(`select pg_advisory_lock_shared(${GATE}); select pg_advisory_unlock_shared(${GATE})`);
}

/** Blocks new connections to the embedded server as long as this connection lasts. */
export async function holdPresenceLock(client: Client): Promise<void> {
  await client.query(`select pg_advisory_lock(${GATE})`);
}
