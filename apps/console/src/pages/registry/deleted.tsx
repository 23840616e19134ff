import { Text } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTexts } from '../../texts.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Name of an integration that was deleted on the page before. */
    readonly deleted?: string;
  }
}

/** That an integration was deleted, on the list that its page led to. */
export function Deleted() {
  const { t } = useTexts();
  const name = useLocation({ select: ({ state }) => state.deleted });
  const [words, setWords] = useState('');
  // A screen reader tells what changes in a region that was there before.
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
