import { unixSeconds } from '../http/unix-seconds.ts';
import type { CloneGroupCursor, CloneGroupRow } from '@pristan/flows';
import type { CloneGroupListBody } from '@pristan/wire/api';
import { z } from 'zod';
import type { World } from '../environment/open.ts';

const cursor = z.tuple([z.int().min(0).max(2_147_483_647), z.string(), z.string()]);

/**
 * A page of the report on clones of external integrations, for the API and the command line; `undefined` when `after`
 * is not a valid cursor.
 */
export async function cloneGroupList(
  world: Pick<World, 'store' | 'clock' | 'config'>,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<CloneGroupListBody | undefined> {
  const { limit, after } = page;
  const read = after === undefined ? undefined : readCursor(after);
  if (after !== undefined && read === undefined) return undefined;
  const threshold = world.config.cloneThreshold;
  // Reading one row more than the limit shows whether there is a next page.
  const rows = await world.store.moderation.cloneGroups({ limit: limit + 1, after: read, now: world.clock.now() });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    threshold,
    groups: shown.map((row) => groupBody(row, threshold)),
    next_after: last === undefined ? null : formatCursor(last),
  };
}

function groupBody(row: CloneGroupRow, threshold: number): CloneGroupListBody['groups'][number] {
  return {
    redirect_origin: row.redirectOrigin,
    secrets_origin: row.secretsOrigin,
    accounts: row.accounts,
    integrations: row.integrations,
    new_per_week: [...row.newPerWeek],
    names: [...row.names],
    logos: row.logos,
    past_threshold: row.accounts >= threshold,
    notice:
      row.notice === undefined
        ? null
        : { recorded_at: unixSeconds(row.notice.recordedAt), mailed_to: [...row.notice.mailedTo] },
  };
}

function formatCursor({ accounts, redirectOrigin, secretsOrigin }: CloneGroupCursor): string {
  return Buffer.from(JSON.stringify([accounts, redirectOrigin, secretsOrigin])).toString('base64url');
}

function readCursor(text: string): CloneGroupCursor | undefined {
  try {
    const read = cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (!read.success) return undefined;
    const [accounts, redirectOrigin, secretsOrigin] = read.data;
    return { accounts, redirectOrigin, secretsOrigin };
  } catch {
    return undefined;
  }
}
