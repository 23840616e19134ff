/** What an integration can ask for, by the names the protocol has for it. */
export const scopes = ['crm', 'files', 'files_delete', 'notifications', 'push_notifications'] as const;

/** One thing an integration asks for. */
export type Scope = (typeof scopes)[number];
