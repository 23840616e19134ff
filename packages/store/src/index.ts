/**
 * PostgreSQL: migrations, queries, commits, and the embedded server's launcher. One dialect from a laptop to a cluster.
 * Knows what is asked and what is stored; decides nothing.
 */
export { isFault, openStore } from './open-store.ts';
export { openPool } from './pool.ts';
export type { Connection } from './pool.ts';
export { migrate } from './migrate.ts';
export type { Database } from './database.ts';
export { deliveriesChannel } from './commit/hooks.ts';
export { keyStore, keysChannel } from './keys.ts';
export type { KeyRow, KeyStore, NewKey } from './keys.ts';
export { listen } from './listen.ts';
export { readCondition } from './condition.ts';
export type { Condition } from './condition.ts';
export { sweepBatch, wipeAnswers } from './sweep.ts';
export type { Leftovers } from './sweep.ts';
export { workerNodes } from './rows/worker-nodes.ts';
export type { WorkerNodes } from './rows/worker-nodes.ts';
export { EmbeddedUnavailable, openEmbeddedPostgres } from './embedded/index.ts';
export type { EmbeddedOptions, EmbeddedPostgres } from './embedded/index.ts';
export { fillToScale } from './scale/fill-to-scale.ts';
export type { ScaleSizes } from './scale/steps.ts';
