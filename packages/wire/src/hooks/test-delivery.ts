/** Stands on every test delivery, and on nothing else. It is not signed. @see docs/spec/dialect.md#test-deliveries */
export const testHeader = { 'webhook-test': 'true' } as const;

/** The `state` of test keys. */
export const testState = 'test-delivery';
