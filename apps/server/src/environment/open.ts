import { bufferedSecretUses, bufferedTokenUses, bufferedGrantUses } from '@pristan/flows';
import type {
  Clock,
  BufferedSecretUses,
  BufferedTokenUses,
  BufferedGrantUses,
  KeyedWrites,
  Outbound,
  PasswordHasher,
  Random,
  SecretHasher,
  Store,
  TokenKeys,
  Vault,
} from '@pristan/flows';
import type { EmbeddedPostgres } from '@pristan/postgres-embedded';
import { openEmbeddedPostgres } from '@pristan/postgres-embedded';
import type { AddressAudience } from '@pristan/rules';
import type { Connection, Database, KeyStore } from '@pristan/store';
import {
  keyStore,
  keysChannel,
  listen,
  migrate,
  openPool,
  openStore,
  requireConnection,
  readTextLocale,
  refusePooler,
  renewSortOrder,
  watchKeyedWrites,
} from '@pristan/store';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/load.ts';
import { ConfigProblems } from '../config/load.ts';
import { systemClock } from './clock.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { openRateLimiter } from './rate-limiter.ts';
import { readyDataDir } from './data-dir.ts';
import type { KeyRing } from './key-ring.ts';
import { openKeyRing } from './key-ring.ts';
import { localeProblem } from './locale-problem.ts';
import { openOutbound } from './outbound.ts';
import { argonPasswords } from './passwords.ts';
import { systemRandom } from './random.ts';
import { secretKeys } from './secret-keys.ts';
import { systemSecrets } from './secrets.ts';
import { tokenKeys } from './token-keys.ts';
import { derivedFor, openVault, UnsealError } from './vault.ts';

/** Everything that the flows and routes of this process depend on. */
export interface World {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretHasher;
  readonly passwords: PasswordHasher;
  readonly vault: Vault;
  /** Seals values that travel through pages, with keys derived for that purpose. */
  readonly pageVault: Vault;
  readonly keyRing: KeyRing;
  readonly keyStore: KeyStore;
  readonly tokenKeys: TokenKeys;
  readonly store: Store;
  readonly keyedWrites: KeyedWrites;
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  /** Settings of the database connection, for listeners that need a connection of their own. */
  readonly connection: Connection;
  readonly outbound: Outbound;
  readonly publishedReach: AddressAudience;
  /** Rate-limit buckets that a request is charged to before its body is read. */
  readonly counting: RateLimiter;
  /** Counts of API calls that this node admitted and has not stored yet, by grant. */
  readonly uses: BufferedGrantUses;
  /** Client secrets for which this node issued tokens, not stored yet. */
  readonly secretUses: BufferedSecretUses;
  /** Uses of personal access tokens at this node, not stored yet. */
  readonly tokenUses: BufferedTokenUses;
  close(): Promise<void>;
}

const CONNECTIONS_MAX = 10;

/**
 * Opens the database (starting the embedded one when there is no URL), migrates its schema and loads the keys. A server
 * follows changes of the keys and restarts an embedded database that dies; a command ends before it needs either.
 *
 * @param options.prepares whether statements that are used often are prepared; by default only a server's, because a
 *   command may use a pooler
 *
 * @throws ConfigProblems, EmbeddedUnavailable, UnsupportedDatabase, DatabaseUnreachable, or the database's own error
 */
export async function openWorld(
  config: Config,
  log: Logger,
  options: { readonly clock?: Clock; readonly followKeys: boolean; readonly prepares?: boolean },
): Promise<World> {
  const { clock = systemClock, prepares = options.followKeys } = options;
  if (config.development) watchKeyedWrites();
  const ring = await secretKeys(config);
  const vault = openVault(ring);
  const embedded = config.databaseUrl === undefined ? await openEmbedded(config.dataDir, log) : undefined;
  const connection = embedded?.connection ?? { connectionString: config.databaseUrl ?? '' };
  // A pooler is refused before anything is written. A command may use a pooler: it is a single client, and ends before
  // another client's prepared statements disturb it.
  if (embedded === undefined) await (options.followKeys ? refusePooler(connection) : requireConnection(connection));
  const revive = reviver(embedded, log);
  const pool = openPool(connection, CONNECTIONS_MAX, (error) => {
    log.warn({ err: error }, 'a database connection broke');
    revive();
  });
  const { store, keyedWrites, db } = openStore(pool, { prepares });
  const keys = keyStore(db);
  const closeStore = async (): Promise<void> => {
    await db.destroy();
    await embedded?.leave();
  };
  const keyRing = await openedOrClosed(closeStore, async () => {
    if (embedded !== undefined && (await renewSortOrder(pool)))
      log.warn('the database was reindexed for a new sort order');
    if (options.followKeys) await warnOfLocale(pool, log);
    await migrate(db);
    return openKeyRing({ store: keys, vault, clock });
  });
  const stopListening = options.followKeys
    ? listen(connection, keysChannel, {
        notify: () => void keyRing.reload().catch((error: unknown) => log.warn({ err: error }, 'keys not reloaded')),
        lost: revive,
      })
    : undefined;
  const outbound = openOutbound({ allow: config.hookAllow });
  return {
    config,
    log,
    clock,
    random: systemRandom,
    secrets: systemSecrets,
    passwords: argonPasswords,
    vault,
    pageVault: openVault(derivedFor('pages', ring)),
    keyRing,
    keyStore: keys,
    tokenKeys: tokenKeys(keyRing),
    store,
    keyedWrites,
    db,
    pool,
    connection,
    outbound,
    counting: openRateLimiter(clock),
    uses: bufferedGrantUses(),
    secretUses: bufferedSecretUses(),
    tokenUses: bufferedTokenUses(),
    publishedReach: config.development ? 'own_account' : 'many_accounts',
    async close() {
      await stopListening?.();
      await outbound.close();
      await closeStore();
    },
  };
}

async function openEmbedded(dataDir: string, log: Logger): ReturnType<typeof openEmbeddedPostgres> {
  await readyDataDir(dataDir, 0o700);
  return openEmbeddedPostgres({ dataDir, log: (line) => log.info(line) });
}

async function warnOfLocale(pool: pg.Pool, log: Logger): Promise<void> {
  const todo = localeProblem(await readTextLocale(pool));
  if (todo !== undefined) log.warn(`${todo.what}: ${todo.todo}`);
}

/**
 * Opens the key ring, and closes the store when the keys cannot be opened.
 *
 * @throws ConfigProblems when the stored keys were sealed under other secret keys
 */
async function openedOrClosed(close: () => Promise<void>, open: () => Promise<KeyRing>): Promise<KeyRing> {
  try {
    return await open();
  } catch (error) {
    await close();
    if (!(error instanceof UnsealError)) throw error;
    throw new ConfigProblems(
      'PRISTAN_SECRET_KEYS: expected the keys under which this store was sealed; these do not open it. Put the earlier keys back, after the newest. `pristan doctor` says which values are sealed under which key.',
    );
  }
}

/** Returns a function that restarts the embedded database server after it died; one restart at a time. */
function reviver(embedded: EmbeddedPostgres | undefined, log: Logger): () => void {
  let reviving = false;
  return () => {
    if (embedded === undefined || reviving) return;
    reviving = true;
    embedded
      .ensureRunning()
      .catch((error: unknown) => log.error({ err: error }, 'the embedded database could not be restarted'))
      .finally(() => {
        reviving = false;
      });
  };
}
