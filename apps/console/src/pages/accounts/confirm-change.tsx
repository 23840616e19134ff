import { Text } from '@mantine/core';
import type { Member } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

interface Asked {
  readonly member: Member;
  readonly isViewer: boolean;
  readonly opened: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** What a deactivation ends, and what it leaves working. */
export function ConfirmDeactivation({ member: { name }, isViewer, ...dialog }: Asked) {
  const { t } = useTexts();
  const title = t('accounts:member.deactivate-whom', { name });
  return (
    <ConfirmDialog {...dialog} title={title} action={title}>
      <ul className="consequences">
        <li>{t(isViewer ? 'accounts:member.entry-you' : 'accounts:member.entry', { name })}</li>
        <li>{t(isViewer ? 'accounts:member.own-grants-you' : 'accounts:member.own-grants', { name })}</li>
        <li>{t(isViewer ? 'accounts:member.full-grants-you' : 'accounts:member.full-grants', { name })}</li>
      </ul>
    </ConfirmDialog>
  );
}

/** Asked of oneself only: of anybody else it can be taken back. */
export function ConfirmOwnDemotion({ member: _member, isViewer: _isViewer, ...dialog }: Asked) {
  const { t } = useTexts();
  const title = t('accounts:member.demote-you');
  return (
    <ConfirmDialog {...dialog} title={title} action={title}>
      <Text>{t('accounts:member.demote-you-what')}</Text>
    </ConfirmDialog>
  );
}
