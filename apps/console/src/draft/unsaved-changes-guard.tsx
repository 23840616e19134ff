import { Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTexts } from '../texts.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

/** Asks before leaving the page with unsaved input; the browser asks before closing the tab. */
export function UnsavedChangesGuard({ isDirty }: { readonly isDirty: boolean }) {
  const { t } = useTexts();
  const leaving = useBlocker({
    // A change of the URL’s query, such as to a text in another language, keeps the page and its drafts.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={leaving.status === 'blocked'}
      title={t('console:leave.title')}
      action={t('console:leave.do')}
      keep={t('console:leave.stay')}
      pending={false}
      error={null}
      onConfirm={() => leaving.proceed?.()}
      onClose={() => leaving.reset?.()}
    >
      <Text>{t('console:leave.what')}</Text>
    </ConfirmDialog>
  );
}
