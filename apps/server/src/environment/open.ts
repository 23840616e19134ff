import { gatheredSecretUses, gatheredTokenUses, gatheredUses } from '@pristan/flows';
import type {
  Clock,
  GatheredSecretUses,
  GatheredTokenUses,
  GatheredUses,
  KeyedWrites,
  Outbound,
  Passwords,
  Random,
  Secrets,
  Store,
  TokenKeys,
  Vault,
} from '@pristan/flows';
import type { AddressReach } from '@pristan/rules';
import type { Connection, Database, EmbeddedPostgres, KeyStore } from '@pristan/store';
import { keyStore, keysChannel, listen, migrate, openEmbeddedPostgres, openPool, openStore } from '@pristan/store';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/load.ts';
import { migrateJobs } from '../workers/migrate-jobs.ts';
import { systemClock } from './clock.ts';
import type { KeyRing } from './key-ring.ts';
import { openKeyRing } from './key-ring.ts';
import { openOutbound } from './outbound.ts';
import { argonPasswords } from './passwords.ts';
import { systemRandom } from './random.ts';
import { secretKeys } from './secret-keys.ts';
import { systemSecrets } from './secrets.ts';
import { tokenKeys } from './token-keys.ts';
import { openVault } from './vault.ts';

/** The world, as the flows and routes of this process know it. */
export interface World {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly passwords: Passwords;
  readonly vault: Vault;
  readonly keyRing: KeyRing;
  readonly keyStore: KeyStore;
  readonly tokenKeys: TokenKeys;
  readonly store: Store;
  readonly keyedWrites: KeyedWrites;
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  /** For whoever listens with a connection of its own. */
  readonly connection: Connection;
  readonly outbound: Outbound;
  readonly publishedReach: AddressReach;
  /** The calls of the API that this node let in since they were stored last. */
  readonly uses: GatheredUses;
  /** The secrets that tokens were issued for at this node since they were stored last. */
  readonly secretUses: GatheredSecretUses;
  /** When personal access tokens were used here, since that was stored last. */
  readonly tokenUses: GatheredTokenUses;
  close(): Promise<void>;
}

const CONNECTIONS_MAX = 10;

/**
 * Opens the database (starting the embedded one if there is no URL), brings its schema up to date, and loads the keys.
 * A server follows the keys, and the database when it dies; a command is over before either matters.
 *
 * @throws ConfigProblems, EmbeddedUnavailable, or what the database says
 */
export async function openWorld(
  config: Config,
  log: Logger,
  options: { readonly clock?: Clock; readonly followKeys: boolean },
): Promise<World> {
  const { clock = systemClock } = options;
  const vault = openVault(await secretKeys(config));
  const embedded =
    config.databaseUrl === undefined
      ? await openEmbeddedPostgres({ dataDir: config.dataDir, log: (line) => log.info(line) })
      : undefined;
  const connection = embedded?.connection ?? { connectionString: config.databaseUrl ?? '' };
  const revive = reviver(embedded, log);
  const pool = openPool(connection, CONNECTIONS_MAX, (error) => {
    log.warn({ err: error }, 'a database connection broke');
    revive();
  });
  const { store, keyedWrites, db } = openStore(pool);
  await migrate(db);
  await migrateJobs(pool);
  const keys = keyStore(db);
  const keyRing = await openKeyRing({ store: keys, vault, clock });
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
    keyRing,
    keyStore: keys,
    tokenKeys: tokenKeys(keyRing),
    store,
    keyedWrites,
    db,
    pool,
    connection,
    outbound,
    uses: gatheredUses(),
    secretUses: gatheredSecretUses(),
    tokenUses: gatheredTokenUses(),
    publishedReach: config.development ? 'own_account' : 'many_accounts',
    async close() {
      await stopListening?.();
      await outbound.close();
      await db.destroy();
      await embedded?.leave();
    },
  };
}

/** Starts the embedded server again when it died under us; one attempt at a time. */
function reviver(embedded: EmbeddedPostgres | undefined, log: Logger): () => void {
  let reviving = false;
  return () => {
    if (embedded === undefined || reviving) return;
    reviving = true;
    embedded
      .ensureRunning()
      .catch((error: unknown) => log.error({ err: error }, 'the embedded database did not come back'))
      .finally(() => {
        reviving = false;
      });
  };
}
