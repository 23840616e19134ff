/**
 * The fictitious account in test deliveries. No account gets this id or this name.
 *
 * @see docs/spec/dialect.md#test-deliveries
 */
export const testAccount = { accountId: 1, subdomain: 'test-delivery' } as const;

/** True for a test delivery, which is about the fictitious account. */
export function isTest({ accountId }: { readonly accountId: number }): boolean {
  return accountId === testAccount.accountId;
}
