/** Marks a test delivery and nothing else. It is not signed. @see docs/spec/dialect.md#test-deliveries */
export const testHeader = { 'webhook-test': 'true' } as const;

/** The `state` of a test of the secrets hook. */
export const testState = 'test-delivery';
