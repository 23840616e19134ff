import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Kinds of work that a commit makes due at once. */
export type AnnouncedWork = 'hook' | 'mail' | 'logo';

/** Announces, after a commit, the kinds of work that it has made due. */
export type AnnounceDueWork = (kinds: readonly AnnouncedWork[]) => Promise<void>;

/** NOTIFY channel that wakes the workers of every node; the payload is the kind of work. */
export const dueWorkChannel = 'pristan_due_work';

/**
 * Notifies the workers that work is due, after the commit: a NOTIFY inside the transaction holds a global lock during
 * the flush, and all such commits would queue for it. If the NOTIFY is lost, the workers find the work by polling.
 */
export function announcesDueWork(db: Kysely<Database>): AnnounceDueWork {
  const running = new Map<AnnouncedWork, { readonly now: Promise<void>; readonly next?: Promise<void> }>();

  const announce = async (kind: AnnouncedWork): Promise<void> => {
    const before = running.get(kind);
    if (before?.next !== undefined) return before.next;
    // Coalesces: callers during a running NOTIFY share the next one.
    const sent = (before?.now ?? Promise.resolve()).then(async () => {
      running.set(kind, { now: sent });
      await sql`select pg_notify(${dueWorkChannel}, ${kind})`.execute(db).catch(() => undefined);
      if (running.get(kind)?.now === sent && running.get(kind)?.next === undefined) running.delete(kind);
    });
    running.set(kind, before === undefined ? { now: sent } : { now: before.now, next: sent });
    return sent;
  };

  return async (kinds) => void (await Promise.all([...new Set(kinds)].map(announce)));
}
