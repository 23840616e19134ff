import { Text } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTexts } from '../../texts.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Name of the integration deleted on the previous page. */
    readonly deleted?: string;
  }
}

/** Confirms on the list that an integration was deleted. */
export function Deleted() {
  const { t } = useTexts();
  const name = useLocation({ select: ({ state }) => state.deleted });
  const [words, setWords] = useState('');
  // Screen readers announce changes only in an existing live region.
  useEffect(() => setWords(name === undefined ? '' : t('registry:delete.done', { name })), [name, t]);
  return (
    <div role="status">
      {words !== '' && (
        <Text className="done" mt="lg">
          {words}
        </Text>
      )}
    </div>
  );
}
