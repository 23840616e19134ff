import type { Change } from '@pristan/rules';
import type { Tx } from '../transaction.ts';

/** Writes one kind of change. @throws StaleFact when a row it relies on has changed */
export type Handler<Kind extends Change['kind']> = (
  tx: Tx,
  change: Extract<Change, { readonly kind: Kind }>,
) => Promise<void>;

/** One handler for each kind: a kind without a handler does not compile. */
export type Handlers<Kind extends Change['kind']> = { readonly [One in Kind]: Handler<One> };
