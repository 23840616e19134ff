/**
 * The scopes that an integration may request, spelled as on the wire and in the order that pages list them.
 *
 * @see docs/spec/dialect.md#scopes
 */
export const scopeNames = ['crm', 'files', 'files_delete', 'notifications', 'push_notifications'] as const;

export type ScopeName = (typeof scopeNames)[number];
