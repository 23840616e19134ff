/**
 * PostgreSQL: migrations, queries and commits. The same SQL runs on a laptop and on a cluster. This package reads and
 * stores; it decides nothing.
 */
export { watchKeyedWrites } from './keyed-write-context.ts';
export { isUnavailable, isRefusedValue, openStore } from './open-store.ts';
export { openPool } from './pool.ts';
export type { Connection } from './pool.ts';
export { migrate } from './migrate.ts';
export { UnsupportedDatabase, refusePooler } from './pooler.ts';
export { DatabaseUnreachable, requireConnection } from './single-connection.ts';
export { readTextLocale, renewSortOrder } from './text-locale.ts';
export type { TextLocale } from './text-locale.ts';
export type { Database } from './database.ts';
export { dueWorkChannel } from './announce-due-work.ts';
export type { AnnouncedWork } from './announce-due-work.ts';
export { keyStore, keysChannel } from './keys.ts';
export type { KeyRow, KeyStore, NewKey } from './keys.ts';
export { listen } from './listen.ts';
export { readHealth } from './health.ts';
export type { DatabaseHealth } from './health.ts';
export { sweepBatch, deleteExpiredAnswers } from './sweep.ts';
export type { ExpiringRows } from './sweep.ts';
export { readDueWork } from './due-work-report.ts';
export type { DueWorkReport } from './due-work-report.ts';
export { fillToScale } from './scale/fill-to-scale.ts';
export type { ScaleSizes } from './scale/steps.ts';
