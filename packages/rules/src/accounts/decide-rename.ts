import type { NonMemberActor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { subdomainProblem } from './names.ts';

export interface RenameFacts {
  readonly accountId: number;
  readonly subdomain: string;
  /** The ID of the account that has, or had, the new name. */
  readonly takenBy: number | undefined;
}

/**
 * Renames an account, for the operator. The former name stays reserved: a caller who still uses it must not reach
 * another account.
 *
 * @see docs/spec/dialect.md#reserved-subdomains
 */
export function decideRename(
  account: RenameFacts | undefined,
  to: { readonly subdomain: string; readonly apiLabel: string; readonly actor: NonMemberActor },
  now: Instant,
): Decided<{ readonly kind: 'renamed' } | Refusal<'unknown' | 'malformed' | 'reserved' | 'taken'>> {
  if (account === undefined) return refuse('unknown');
  const problem = subdomainProblem(to.subdomain, to.apiLabel);
  if (problem !== undefined) return refuse(problem);
  if (account.takenBy !== undefined && account.takenBy !== account.accountId) return refuse('taken');
  const { accountId, subdomain: current } = account;
  const { subdomain, actor } = to;
  return {
    outcome: { kind: 'renamed' },
    changes: subdomain === current ? [] : [{ kind: 'account_renamed', accountId, subdomain, at: now, actor }],
  };
}
