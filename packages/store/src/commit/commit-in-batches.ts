import type { Change } from '@pristan/rules';
import type pg from 'pg';
import { attemptCommits } from './attempts.ts';
import { refusalCommits } from './refused-exchanges.ts';
import { rotateRedeemCommits } from './rotate-redeem.ts';

/** Stores a change that comes alone; `undefined` for a kind of change that shares no statement with others. */
export type CommitInBatches = (change: Change) => Promise<'committed' | 'stale'> | undefined;

/** Stores frequent changes that come alone; those of one kind and one turn of the event loop share a statement. */
export function commitsInBatches(pool: pg.Pool): CommitInBatches {
  const rotateOrRedeem = rotateRedeemCommits(pool);
  const attempt = attemptCommits(pool);
  const refusal = refusalCommits(pool);
  return (change) => {
    switch (change.kind) {
      case 'code_redeemed':
      case 'family_rotated':
        return rotateOrRedeem(change);
      case 'hook_attempted':
        return attempt(change);
      case 'exchange_refused':
        return refusal(change);
      default:
        return undefined;
    }
  };
}
