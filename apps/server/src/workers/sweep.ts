import { dayMs, deliveriesKeptMs, hourMs, idempotencyKeptMs, usageKeptMs } from '@pristan/rules';
import type { Leftovers } from '@pristan/store';
import { sweepBatch, wipeAnswers } from '@pristan/store';
import type { World } from '../environment/open.ts';

const BATCH = 1000;
const BATCHES_MAX = 20;

/** Swept every time: found by an index, or few. */
const often: readonly Leftovers[] = [
  { table: 'sessions', since: 'expires_at', keptMs: 0 },
  // An hour more than they hold, because another node's clock may be behind.
  { table: 'used_presses', since: 'expires_at', keptMs: hourMs },
  { table: 'idempotency_answers', since: 'created_at', keptMs: idempotencyKeptMs },
  { table: 'throttles', since: 'window_ends_at', keptMs: hourMs },
  { table: 'password_resets', since: 'expires_at', keptMs: dayMs },
  { table: 'codes', since: 'expires_at', keptMs: 7 * dayMs },
  { table: 'code_requests', since: 'asked_at', keptMs: deliveriesKeptMs },
  // With their tries.
  { table: 'deliveries', since: 'created_at', keptMs: deliveriesKeptMs },
];

/** Swept once a day by reading the whole table: an index on their time would make every refresh and request dearer. */
const daily: readonly Leftovers[] = [
  { table: 'families', since: 'expires_at', keptMs: 90 * dayMs },
  { table: 'refresh_reuses', since: 'last_reused_at', keptMs: 180 * dayMs },
  { table: 'long_lived_tokens', since: 'expires_at', keptMs: 90 * dayMs },
  { table: 'personal_tokens', since: 'least(expires_at, revoked_at)', keptMs: 90 * dayMs },
  { table: 'grant_days', since: 'day_starts_at', keptMs: usageKeptMs },
  { table: 'invitations', since: 'expires_at', keptMs: 90 * dayMs },
  { table: 'notices', since: 'created_at', keptMs: 180 * dayMs },
  { table: 'mails', since: 'created_at', keptMs: 30 * dayMs },
  // Whoever keeps one names it within moments, and one that is kept again counts as new.
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

/** Deletes what nobody will ask for again, in batches of 1000 and not more than 20 of them a table. Answers how many rows went. */
export async function sweep(world: Pick<World, 'clock' | 'db'>, what: 'often' | 'daily'): Promise<number> {
  let gone = 0;
  if (what === 'often') await wiped(world);
  for (const leftovers of what === 'often' ? often : daily) {
    for (let batch = 0; batch < BATCHES_MAX; batch++) {
      const count = await sweepBatch(world.db, leftovers, { now: world.clock.now(), limit: BATCH });
      gone += count;
      if (count < BATCH) break;
    }
  }
  return gone;
}

/** Wipes the answer to a press as soon as its code is exchanged or over. */
async function wiped(world: Pick<World, 'clock' | 'db'>): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await wipeAnswers(world.db, { now: world.clock.now(), limit: BATCH })) < BATCH) return;
  }
}
