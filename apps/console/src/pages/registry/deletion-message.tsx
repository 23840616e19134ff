import { Text } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTexts } from '../../texts.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Name of the integration that the person deleted on the previous page. */
    readonly deleted?: string;
  }
}

/** Message on the list of integrations that confirms a deletion. */
export function DeletionMessage() {
  const { t } = useTexts();
  const name = useLocation({ select: ({ state }) => state.deleted });
  const [words, setWords] = useState('');
  // Set after the first render: screen readers announce only changes in a live region that exists already.
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
