import type { Change, Precondition } from '@pristan/rules';
import { preconditionsOf } from '@pristan/rules';
import type { Kysely } from 'kysely';
import type { AnnounceDueWork } from '../announce-due-work.ts';
import type { Database } from '../database.ts';
import { accountsHandlers } from './accounts.ts';
import { authorizeHandlers } from './authorize.ts';
import type { CommitInBatches } from './commit-in-batches.ts';
import { configureHandlers } from './configure.ts';
import { confirmationHandlers } from './confirmation.ts';
import { externalHandlers } from './external.ts';
import { dueWorkOf } from './due-work.ts';
import { hooksHandlers } from './hooks.ts';
import { installHandlers } from './install.ts';
import { moderationHandlers } from './moderation.ts';
import type { Handler, Handlers } from './handlers.ts';
import { holdPreconditions } from './preconditions.ts';
import { registryHandlers } from './registry.ts';
import { noticeHandlers, notifyAdmins } from './notices.ts';
import { textHandlers } from './texts.ts';
import { tokenHandlers } from './token.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact } from '../transaction.ts';
import { widgetHandlers } from './widgets.ts';

/**
 * Stores all changes or none, provided that every fact they rest on still holds: the preconditions of each change and
 * `restsOn`. A change that is one SQL statement runs without a transaction, so the hot path takes one round trip.
 */
export async function commit(
  {
    db,
    commitInBatches,
    announce,
  }: {
    readonly db: Kysely<Database>;
    readonly commitInBatches: CommitInBatches;
    /** Called after the commit with the kinds of work that it has made due. */
    readonly announce: AnnounceDueWork;
  },
  changes: readonly Change[],
  restsOn: readonly Precondition[] = [],
): Promise<'committed' | 'stale'> {
  const [first, ...rest] = changes;
  if (first === undefined) return 'committed';
  const isAlone = rest.length === 0 && restsOn.length === 0;
  const inBatch = isAlone ? commitInBatches(first) : undefined;
  if (inBatch !== undefined) return inBatch;
  try {
    if (isAlone && isOneStatement(first)) await apply(db, first);
    else await db.transaction().execute(async (tx) => applyAll(tx, changes, restsOn));
    await announceDue(announce, changes);
    return 'committed';
  } catch (error) {
    if (isStale(error)) return 'stale';
    throw error;
  }
}

async function announceDue(announce: AnnounceDueWork, changes: readonly Change[]): Promise<void> {
  const due = changes.flatMap(dueWorkOf);
  if (due.length > 0) await announce(due);
}

async function applyAll(tx: Tx, changes: readonly Change[], restsOn: readonly Precondition[]): Promise<void> {
  await holdPreconditions(tx, [...preconditionsOf(changes), ...restsOn]);
  for (const change of changes) if (change.kind !== 'admins_notified') await apply(tx, change);
  await notifyAdmins(tx, changes.filter(isAdminsNotified));
}

/**
 * True when the caller has to decide again: a fact no longer holds, or PostgreSQL rolled the transaction back because of
 * another one (SQLSTATE 40001 and 40P01).
 */
function isStale(error: unknown): boolean {
  if (error instanceof StaleFact) return true;
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}

function isAdminsNotified(change: Change): change is Extract<Change, { kind: 'admins_notified' }> {
  return change.kind === 'admins_notified';
}

function isOneStatement(change: Change): boolean {
  switch (change.kind) {
    case 'refresh_reused':
      return !change.isFirst;
    case 'secret_first_used':
    case 'keys_shown':
    case 'hook_enqueued':
    case 'mail_queued':
      return true;
    default:
      return false;
  }
}

const handlers: Handlers<Change['kind']> = {
  ...tokenHandlers,
  ...authorizeHandlers,
  ...installHandlers,
  ...configureHandlers,
  ...registryHandlers,
  ...textHandlers,
  ...accountsHandlers,
  ...noticeHandlers,
  ...widgetHandlers,
  ...hooksHandlers,
  ...externalHandlers,
  ...moderationHandlers,
  ...confirmationHandlers,
};

async function apply<Kind extends Change['kind']>(tx: Tx, change: Extract<Change, { kind: Kind }>): Promise<void> {
  const handler = handlers[change.kind] as Handler<Kind>;
  return handler(tx, change);
}
