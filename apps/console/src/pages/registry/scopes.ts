/** What an integration can ask for, in the order of the consent page. */
export const scopes = ['crm', 'notifications', 'files', 'files_delete', 'push_notifications'] as const;
