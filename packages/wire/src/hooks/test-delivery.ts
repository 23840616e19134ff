/**
 * The header of a test hook and of no other hook. The signatures do not cover it.
 *
 * @see docs/spec/dialect.md#test-deliveries
 */
export const testHeader = { 'webhook-test': 'true' } as const;

/** The `state` that a test of the secrets hook sends. */
export const testState = 'test-delivery';
