/**
 * The account that test deliveries tell about. It is nobody's: no account gets this id, and none this name.
 *
 * @see docs/spec/dialect.md#test-deliveries
 */
export const testAccount = { accountId: 1, subdomain: 'test-delivery' } as const;

/** Whether a delivery is a test: what it tells about is nobody's account. */
export function isTest({ accountId }: { readonly accountId: number }): boolean {
  return accountId === testAccount.accountId;
}
