import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A key of the platform; `sealed` is the private half of a key pair, or the MAC key. */
export interface KeyRow {
  readonly id: string;
  readonly purpose: 'sign' | 'mac' | 'hook';
  readonly algorithm: string;
  readonly publicJwk: Readonly<Record<string, unknown>> | undefined;
  readonly sealed: Uint8Array;
  readonly createdAt: number;
  /** Time when a newer key with the same purpose replaced this key. */
  readonly retiredAt: number | undefined;
  readonly publishedUntil: number | undefined;
}

/** NOTIFY channel for changes of the key ring, heard by every node. */
export const keysChannel = 'pristan_keys';

export interface KeyStore {
  all(): Promise<readonly KeyRow[]>;
  /** Adds the first key for a purpose; no effect when another node was faster. */
  addFirst(key: NewKey): Promise<void>;
  /**
   * Makes `key` the newest for its purpose. The previous key stays published until `publishedUntil`; `null` deletes it
   * now.
   */
  replace(key: NewKey, previousPublishedUntil: number | null): Promise<void>;
  /** Deletes MAC keys retired before `macRetiredBefore`, and public keys whose publication has ended. */
  prune(macRetiredBefore: number, now: number): Promise<number>;
}

export type NewKey = Pick<KeyRow, 'id' | 'purpose' | 'algorithm' | 'publicJwk' | 'sealed' | 'createdAt'>;

export function keyStore(db: Kysely<Database>): KeyStore {
  return {
    async all() {
      const rows = await db.selectFrom('keys').selectAll().orderBy('created_at', 'desc').execute();
      return rows.map((row) => ({
        id: row.id,
        purpose: row.purpose,
        algorithm: row.algorithm,
        publicJwk: row.public_jwk ?? undefined,
        sealed: row.sealed,
        createdAt: row.created_at,
        retiredAt: row.retired_at ?? undefined,
        publishedUntil: row.published_until ?? undefined,
      }));
    },

    async addFirst(key) {
      await db
        .insertInto('keys')
        .values(rowOf(key))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async replace(key, previousPublishedUntil) {
      await db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtext('pristan_keys'))`.execute(tx);
        if (previousPublishedUntil === null) await tx.deleteFrom('keys').where('purpose', '=', key.purpose).execute();
        else {
          await tx
            .updateTable('keys')
            .set({ retired_at: key.createdAt, published_until: previousPublishedUntil })
            .where('purpose', '=', key.purpose)
            .where('retired_at', 'is', null)
            .execute();
        }
        await tx.insertInto('keys').values(rowOf(key)).execute();
        await sql`select pg_notify(${keysChannel}, ${key.id})`.execute(tx);
      });
    },

    async prune(macRetiredBefore, now) {
      const result = await db
        .deleteFrom('keys')
        .where((eb) =>
          eb.or([
            eb.and([eb('purpose', '=', 'mac'), eb('retired_at', '<', macRetiredBefore)]),
            eb.and([
              eb('purpose', 'in', ['sign', 'hook']),
              eb('retired_at', 'is not', null),
              eb('published_until', '<', now),
            ]),
          ]),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

function rowOf(key: NewKey) {
  return {
    id: key.id,
    purpose: key.purpose,
    algorithm: key.algorithm,
    public_jwk: key.publicJwk === undefined ? null : JSON.stringify(key.publicJwk),
    sealed: key.sealed,
    created_at: key.createdAt,
  };
}
