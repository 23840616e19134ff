import type { Client } from 'pg';

/**
 * What `application_name` of every connection to the embedded server begins with, the store's pools included: whoever
 * leaves counts them to learn whether it is the last.
 */
export const APPLICATION_NAME_PREFIX = 'pristan';

/** The connection that an open handle keeps as long as it lives. */
export const PRESENCE_NAME = `${APPLICATION_NAME_PREFIX}-presence`;

/** A connection that is on its way out; it does not begin with the prefix, because it no longer counts. */
export const LEAVING_NAME = `leaving-${APPLICATION_NAME_PREFIX}`;

// An advisory lock of two numbers; the store's own locks use one.
const GATE = '1886546291, 1';

/**
 * Waits until nobody is deciding whether to stop the server. Whoever has passed is seen and counted by the next who
 * decides. Fails when the decision was to stop: the connection is cut off.
 */
export async function passGate(client: Client): Promise<void> {
  await client.query(`select pg_advisory_lock_shared(${GATE}); select pg_advisory_unlock_shared(${GATE})`);
}

/** Keeps newcomers waiting, as long as the connection lives. */
export async function closeGate(client: Client): Promise<void> {
  await client.query(`select pg_advisory_lock(${GATE})`);
}
