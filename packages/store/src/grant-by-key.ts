/**
 * SQL that finds the grant `g` by its whole primary key. In a plain join the planner may scan all grants of the
 * account: cheap by its statistics, thousands of rows in a large account.
 */
export function grantByKey(accountId: string, grantId: string): string {
  return /* sql */ `(select * from grants where account_id = ${accountId} and id = ${grantId} limit 1) g`;
}
