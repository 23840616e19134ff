import type { KeyedWrites, Store } from '@pristan/flows';
import { UnavailableError } from '@pristan/flows';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { AnnounceDueWork } from './announce-due-work.ts';
import { announcesDueWork } from './announce-due-work.ts';
import { commit } from './commit/commit.ts';
import { commitsInBatches } from './commit/commit-in-batches.ts';
import type { Database } from './database.ts';
import { outsideKeyedWrite } from './keyed-write-context.ts';
import { keyedWrites } from './keyed-writes.ts';
import { PreparingDialect } from './preparing-dialect.ts';
import { singleConnectionPool } from './single-connection-pool.ts';
import { accountReads } from './reads/accounts.ts';
import { activityReads } from './reads/activity.ts';
import { configureReads } from './reads/configure.ts';
import { deliveryReads } from './reads/deliveries.ts';
import { handoverReads } from './reads/handovers.ts';
import { tokenHistoryReads } from './reads/token-history.ts';
import { installReads } from './reads/install.ts';
import { invitationReads } from './reads/invitations.ts';
import { mintingReads } from './reads/minting.ts';
import { moderationReads } from './reads/moderation.ts';
import { registryReads } from './reads/registry.ts';
import { textReads } from './reads/texts.ts';
import { tokenReads } from './reads/token.ts';
import { claimDeliveries, nextDueDelivery, recordLateAttempt } from './rows/deliveries.ts';
import { dueLogoRows } from './rows/due-logos.ts';
import { dueMoveRows } from './rows/due-moves.ts';
import { mailRows } from './rows/mails.ts';
import { noticeRows } from './rows/notices.ts';
import { userRows } from './rows/users.ts';
import { personalTokenRows } from './rows/personal-tokens.ts';
import { resetRows } from './rows/resets.ts';
import { sessionRows } from './rows/sessions.ts';
import { throttleRows } from './rows/throttles.ts';
import { usageRows } from './rows/uses.ts';
import { widgetRows } from './rows/widgets.ts';
import { SavepointDialect } from './savepoint-dialect.ts';

/**
 * Opens the store on a pool, and the writes with an idempotency key, which commit together with their answer.
 *
 * @param options.prepares whether statements that are used often are prepared: for programs that run long, and never
 *   behind a pooler
 */
export function openStore(
  pool: pg.Pool,
  { prepares }: { readonly prepares: boolean } = { prepares: false },
): {
  readonly store: Store;
  readonly keyedWrites: KeyedWrites;
  readonly db: Kysely<Database>;
} {
  const db = new Kysely<Database>({ dialect: prepares ? new PreparingDialect(pool) : new PostgresDialect({ pool }) });
  const announce = announcesDueWork(db);
  const store = storeOn(pool, db, announce);
  const { throttles } = store;
  const beside: Store['throttles'] = {
    ...throttles,
    count: async (...asked) => outsideKeyedWrite(async () => throttles.count(...asked)),
  };
  return {
    db,
    store,
    keyedWrites: keyedWrites(
      pool,
      (client, onDue) => {
        const one = singleConnectionPool(client);
        const inside = new Kysely<Database>({ dialect: new SavepointDialect(one) });
        return { ...storeOn(one, inside, async (kinds) => onDue(kinds)), throttles: beside };
      },
      announce,
    ),
  };
}

function storeOn(pool: pg.Pool, db: Kysely<Database>, announce: AnnounceDueWork): Store {
  const commitInBatches = commitsInBatches(pool);
  return {
    tokens: tokenReads(pool),
    minting: mintingReads(pool),
    personalTokens: personalTokenRows(db, pool),
    evidence: tokenHistoryReads(pool),
    installs: installReads(db),
    configure: configureReads(pool),
    registry: registryReads(db),
    texts: textReads(db),
    accounts: accountReads(db),
    activity: activityReads(db),
    sessions: sessionRows(db),
    throttles: throttleRows(db),
    people: userRows(db),
    invitations: invitationReads(db),
    resets: resetRows(db),
    notices: noticeRows(db),
    mails: mailRows(db),
    deliveries: {
      ...deliveryReads(db, pool),
      claim: claimDeliveries(db),
      nextDueAt: nextDueDelivery(db),
      recordLate: recordLateAttempt(db),
    },
    handovers: handoverReads(db),
    widgets: widgetRows(db),
    moderation: moderationReads(db),
    uses: usageRows(db),
    dueLogos: dueLogoRows(db),
    dueMoves: dueMoveRows(db),
    commit: (changes, restsOn) => commit({ db, commitInBatches, announce }, changes, restsOn),
  };
}

/**
 * Whether an error means that the database is unavailable now (stopped, restarting, out of connections), rather than
 * that the SQL statement was wrong.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof UnavailableError) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(08|57|53|40)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

/** Whether the database refused a value as invalid for its type: SQLSTATE class 22, data exception. */
export function isRefusedValue(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^22[0-9A-Z]{3}$/.test(String(error.code));
}
