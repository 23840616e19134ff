/** Kinds of notifications that are also sent by mail, unless the user chose otherwise. */
export const mailedNoticeKinds = [
  'integration_connected',
  'installation_disabled',
  'secret_rotated',
  'secret_shown',
  'receiver_failing',
  'receiver_stopped',
  'adoption_planned',
  'clones_past_threshold',
] as const;

export type MailedNoticeKind = (typeof mailedNoticeKinds)[number];
