/**
 * The fictitious account that test hooks are about. No real account gets this ID or this name.
 *
 * @see docs/spec/dialect.md#test-deliveries
 */
export const testAccount = { accountId: 1, subdomain: 'test-delivery' } as const;

/** True for the delivery of a test hook, which is about the fictitious account. */
export function isTestDelivery({ accountId }: { readonly accountId: number }): boolean {
  return accountId === testAccount.accountId;
}
