import type { Change } from '@pristan/rules';
import type { AnnouncedWork } from '../announce-due-work.ts';

/** Kinds of work that are due once this change is committed. */
export function dueWorkOf(change: Change): readonly AnnouncedWork[] {
  switch (change.kind) {
    case 'hook_enqueued':
    case 'hook_resent':
    case 'receiver_enabled':
      return ['hook'];
    case 'integration_switched':
      return change.state === 'active' ? ['hook'] : [];
    case 'external_created':
      return change.metadata.logoUri === undefined ? [] : ['logo'];
    case 'admins_notified':
      return (change.letters ?? []).length > 0 ? ['mail'] : [];
    case 'mail_queued':
      return ['mail'];
    default:
      return [];
  }
}
