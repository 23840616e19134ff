import type { Instant } from '../instant.ts';
import type { Stated } from '../statement.ts';

/** The page on which an account keeps its external integrations as they are. */
export type KeepStatement = Stated<
  'keep',
  {
    readonly account: string;
    readonly integration: string;
    /** The names of the account's clones that wait for the date. */
    readonly kept: readonly string[];
    readonly movesAt: Instant;
  }
>;

export function keepStatement(
  account: { readonly accountId: number; readonly name: string },
  adoption: {
    readonly adoptionId: string;
    readonly integration: string;
    readonly names: readonly string[];
    readonly movesAt: Instant;
  },
): KeepStatement {
  const { adoptionId, integration, names, movesAt } = adoption;
  return {
    page: 'keep',
    about: [adoptionId, account.accountId],
    facts: { account: account.name, integration, kept: names, movesAt },
  };
}
