/**
 * The grant `g` with this account and id, found by its whole key. Joined plainly, the planner may look for it among all
 * grants of the account, which is one cheap row by its statistics and thousands in a large account.
 */
export function grantByKey(accountId: string, grantId: string): string {
  return /* sql */ `(select * from grants where account_id = ${accountId} and id = ${grantId} limit 1) g`;
}
