import type { KeyedWrites, Store } from '@pristan/flows';
import { Fault } from '@pristan/flows';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { announceHooks, commit } from './commit/commit.ts';
import { hotCommits } from './commit/hot.ts';
import { attemptCommits } from './commit/settle.ts';
import type { Database } from './database.ts';
import { besideWrite } from './inside-write.ts';
import { keyedWrites } from './keyed-writes.ts';
import { poolOfOne } from './pool-of-one.ts';
import { accountReads } from './reads/accounts.ts';
import { activityReads } from './reads/activity.ts';
import { configureReads } from './reads/configure.ts';
import { deliveries } from './reads/deliveries.ts';
import { handoverReads } from './reads/handovers.ts';
import { evidenceReads } from './reads/evidence.ts';
import { installReads } from './reads/install.ts';
import { invitationReads } from './reads/invitations.ts';
import { mintingReads } from './reads/minting.ts';
import { moderationReads } from './reads/moderation.ts';
import { registryReads } from './reads/registry.ts';
import { textReads } from './reads/texts.ts';
import { tokenReads } from './reads/token.ts';
import { mailRows } from './rows/mails.ts';
import { noticeRows } from './rows/notices.ts';
import { peopleRows } from './rows/people.ts';
import { personalTokenRows } from './rows/personal-tokens.ts';
import { resetRows } from './rows/resets.ts';
import { sessionRows } from './rows/sessions.ts';
import { throttleRows } from './rows/throttles.ts';
import { useRows } from './rows/uses.ts';
import { widgetRows } from './rows/widgets.ts';
import { SavepointDialect } from './savepoint-dialect.ts';

/** The store on a pool, and writes that ride in a transaction with their answer. */
export function openStore(pool: pg.Pool): {
  readonly store: Store;
  readonly keyedWrites: KeyedWrites;
  readonly db: Kysely<Database>;
} {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const store = storeOn(pool, db, async () => announceHooks(db));
  const { throttles } = store;
  const beside: Store['throttles'] = {
    ...throttles,
    count: async (...asked) => besideWrite(async () => throttles.count(...asked)),
  };
  return {
    db,
    store,
    keyedWrites: keyedWrites(
      pool,
      (client, onHook) => {
        const one = poolOfOne(client);
        const inside = new Kysely<Database>({ dialect: new SavepointDialect(one) });
        return { ...storeOn(one, inside, async () => onHook()), throttles: beside };
      },
      async () => announceHooks(db),
    ),
  };
}

function storeOn(pool: pg.Pool, db: Kysely<Database>, onHook: () => Promise<void>): Store {
  const commitHot = hotCommits(pool);
  const commitAttempt = attemptCommits(pool);
  return {
    tokens: tokenReads(pool),
    minting: mintingReads(pool),
    personalTokens: personalTokenRows(db, pool),
    evidence: evidenceReads(pool),
    installs: installReads(db),
    configure: configureReads(pool),
    registry: registryReads(db),
    texts: textReads(db),
    accounts: accountReads(db),
    activity: activityReads(db),
    sessions: sessionRows(db),
    throttles: throttleRows(db),
    people: peopleRows(db),
    invitations: invitationReads(db),
    resets: resetRows(db),
    notices: noticeRows(db),
    mails: mailRows(db),
    deliveries: deliveries(db),
    handovers: handoverReads(db),
    widgets: widgetRows(db),
    moderation: moderationReads(db),
    uses: useRows(db),
    commit: (changes, restsOn) => commit({ db, commitHot, commitAttempt, onHook }, changes, restsOn),
  };
}

/**
 * Whether an error says that the database could not be asked now (stopped, restarting, out of connections), rather than
 * that the question was wrong.
 */
export function isFault(error: unknown): boolean {
  if (error instanceof Fault) return true;
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
