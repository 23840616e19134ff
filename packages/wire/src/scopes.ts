/** Scopes that an integration may ask for, as the button and the tokens spell them, in the order of pages' lists. */
export const scopeNames = ['crm', 'files', 'files_delete', 'notifications', 'push_notifications'] as const;

export type ScopeName = (typeof scopeNames)[number];
