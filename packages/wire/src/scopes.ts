/** What an integration may ask for, as the button and the tokens spell it, in the order in which pages list them. */
export const scopeNames = ['crm', 'files', 'files_delete', 'notifications', 'push_notifications'] as const;

export type ScopeName = (typeof scopeNames)[number];
