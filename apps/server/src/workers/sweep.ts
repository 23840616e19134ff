import { dayMs, deliveryRetentionMs, hourMs, idempotencyRetentionMs, usageRetentionMs } from '@pristan/rules';
import type { ExpiringRows } from '@pristan/store';
import { sweepBatch, deleteExpiredAnswers } from '@pristan/store';
import type { World } from '../environment/open.ts';

const BATCH = 1000;
const BATCHES_MAX = 20;
const THROTTLE_BATCHES_MAX = 400;

/** Tables from which every run of the sweep deletes: their expired rows are found by an index, or are few. */
const often: readonly ExpiringRows[] = [
  { table: 'sessions', since: 'expires_at', keptMs: 0 },
  // Answers to confirmations stay an hour longer than they are valid, because another node's clock may be behind.
  { table: 'used_presses', since: 'expires_at', keptMs: hourMs },
  { table: 'idempotency_answers', since: 'created_at', keptMs: idempotencyRetentionMs },
  { table: 'throttles', since: 'window_ends_at', keptMs: hourMs },
  { table: 'password_resets', since: 'expires_at', keptMs: dayMs },
  { table: 'codes', since: 'expires_at', keptMs: 7 * dayMs },
  { table: 'code_requests', since: 'asked_at', keptMs: deliveryRetentionMs },
  // The attempts of a delivery are deleted with it.
  { table: 'deliveries', since: 'created_at', keptMs: deliveryRetentionMs },
];

/**
 * Tables from which the sweep deletes once a day by reading all of them: an index on the time would slow down every
 * refresh and request.
 */
const daily: readonly ExpiringRows[] = [
  { table: 'families', since: 'expires_at', keptMs: 90 * dayMs },
  { table: 'refresh_reuses', since: 'last_reused_at', keptMs: 180 * dayMs },
  { table: 'long_lived_tokens', since: 'expires_at', keptMs: 90 * dayMs },
  { table: 'personal_tokens', since: 'least(expires_at, revoked_at)', keptMs: 90 * dayMs },
  { table: 'grant_days', since: 'day_starts_at', keptMs: usageRetentionMs },
  { table: 'invitations', since: 'expires_at', keptMs: 90 * dayMs },
  { table: 'notices', since: 'created_at', keptMs: 180 * dayMs },
  { table: 'mails', since: 'created_at', keptMs: 30 * dayMs },
  // A new file is referenced within moments of its upload, and an upload of an old file makes its row new: a file
  // without a reference for a day is not needed.
  {
    table: 'logos',
    since: 'created_at',
    keptMs: dayMs,
    unless: 'exists (select from integrations where logo_hash = hash)',
  },
  {
    table: 'widget_archives',
    since: 'created_at',
    keptMs: dayMs,
    unless: 'exists (select from widget_versions v where v.sha256 = widget_archives.sha256)',
  },
  { table: 'api_windows', since: 'window_ends_at', keptMs: dayMs },
  { table: 'api_blocks', since: 'greatest(excess_ends_at, coalesce(blocked_until, 0))', keptMs: dayMs },
];

/** Every table from which the sweep deletes: every few minutes, or once a day. */
export const sweptTables = { often, daily } as const;

/**
 * Deletes expired rows in batches of 1000: at most 20 batches per table, 400 for throttles. Returns the number of
 * deleted rows.
 */
export async function sweep(world: Pick<World, 'clock' | 'db'>, what: 'often' | 'daily'): Promise<number> {
  let gone = 0;
  if (what === 'often') await wiped(world);
  for (const leftovers of what === 'often' ? often : daily) {
    // Anybody's requests create throttles, up to some hundreds a second; all other rows come from signed-in people and
    // programs.
    const batchesMax = leftovers.table === 'throttles' ? THROTTLE_BATCHES_MAX : BATCHES_MAX;
    for (let batch = 0; batch < batchesMax; batch++) {
      const count = await sweepBatch(world.db, leftovers, { now: world.clock.now(), limit: BATCH });
      gone += count;
      if (count < BATCH) break;
    }
  }
  return gone;
}

/** Removes the stored answer to a confirmation once the authorization code in it is exchanged or expired. */
async function wiped(world: Pick<World, 'clock' | 'db'>): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await deleteExpiredAnswers(world.db, { now: world.clock.now(), limit: BATCH })) < BATCH) return;
  }
}
