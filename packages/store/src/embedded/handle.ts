import type { Client } from 'pg';
import { PRESENCE_NAME } from './gate.ts';
import { type Connection, connectionTo, knock } from './knock.ts';
import { giveUpPresence } from './leave.ts';
import { reach } from './reach.ts';
import type { Place } from './server.ts';

declare module 'pg' {
  // Present since pg 8.0, absent from its type declarations.
  interface Client {
    ref(): void;
    unref(): void;
  }
}

/** A running embedded PostgreSQL, and this process's presence at it. */
export interface EmbeddedPostgres {
  /** Settings for `pg.Pool`; the pool adds an `application_name` that begins with `APPLICATION_NAME_PREFIX`. */
  readonly connection: Connection;
  /**
   * Resolves once the server accepts connections: adopts it, waits out one that is stopping, starts it if it died.
   * Safe to call at any time, from several places and several processes at once.
   *
   * The handle calls it by itself when the server goes away under it; a caller whose query failed calls it to know
   * when to try again.
   *
   * @throws EmbeddedStartFailed when it does not come up; a plain Error after {@link EmbeddedPostgres.leave}
   */
  ensureRunning(): Promise<void>;
  /**
   * Gives up this handle, and stops the server when no other Pristan connection remains. End the pools first: an own
   * pool counts as somebody else's.
   */
  leave(): Promise<void>;
}

/** Connects to the server at a place, starting it if need be, and stays connected until the handle is left. */
export async function hold(place: Place, log: (line: string) => void): Promise<EmbeddedPostgres> {
  let presence: Client | undefined;
  let arriving: Promise<void> | undefined;
  let leaving: Promise<void> | undefined;

  function ensureRunning(): Promise<void> {
    if (leaving !== undefined) return Promise.reject(new Error('This embedded PostgreSQL was left already'));
    arriving ??= arrive().finally(() => {
      arriving = undefined;
    });
    return arriving;
  }

  // A new connection every time: an old one may still answer for a moment after its server was killed.
  async function arrive(): Promise<void> {
    const client = await reach(place, log);
    const former = presence;
    presence = client;
    // A process that has nothing else to do may end without leaving.
    client.unref();
    client.once('end', () => {
      if (presence !== client) return;
      presence = undefined;
      if (leaving === undefined) ensureRunning().catch((thrown: unknown) => log(String(thrown)));
    });
    await former?.end().catch(() => undefined);
  }

  async function goAway(): Promise<void> {
    await arriving?.catch(() => undefined);
    const client = presence ?? (await reconnected());
    client?.ref();
    if (client !== undefined) await giveUpPresence(place, client, log);
  }

  async function reconnected(): Promise<Client | undefined> {
    const answer = await knock(place, PRESENCE_NAME);
    return answer.kind === 'open' ? answer.client : undefined;
  }

  await ensureRunning();
  return { connection: connectionTo(place), ensureRunning, leave: () => (leaving ??= goAway()) };
}
