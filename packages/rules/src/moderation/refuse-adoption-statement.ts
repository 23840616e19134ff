import type { Instant } from '../instant.ts';
import type { Stated } from '../statement.ts';

/** The facts on the page on which an account refuses an adoption and keeps its external integrations. */
export type RefuseAdoptionStatement = Stated<
  'keep',
  {
    readonly account: string;
    readonly integration: string;
    /** The names of the account's clones that wait for the adoption. */
    readonly kept: readonly string[];
    readonly movesAt: Instant;
  }
>;

export function refuseAdoptionStatement(
  account: { readonly accountId: number; readonly name: string },
  adoption: {
    readonly adoptionId: string;
    readonly integration: string;
    readonly names: readonly string[];
    readonly movesAt: Instant;
  },
): RefuseAdoptionStatement {
  const { adoptionId, integration, names, movesAt } = adoption;
  return {
    page: 'keep',
    about: [adoptionId, account.accountId],
    facts: { account: account.name, integration, kept: names, movesAt },
  };
}
