import { Alert, Button, CopyButton, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { ButtonForm } from './button-form.tsx';
import { ButtonPreview } from './button-preview.tsx';
import { isWhole, lookAttributes, snippetOf, untouched, type ButtonOptions } from './snippet.ts';

/** What was put together and is not stored anywhere, by integration: it is there again when one comes back to the page. */
const kept = new Map<string, ButtonOptions>();

/** The connect button put together: how it looks, what it does, and the tag to copy. */
export function ButtonPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/button' });
  const integration = useSuspenseQuery(ask.integration(accountId, clientId)).data;
  const [options, setOptions] = useState(kept.get(clientId) ?? untouched);
  const change = (changed: ButtonOptions) => {
    kept.set(clientId, changed);
    setOptions(changed);
  };
  const snippet = snippetOf(options, { site: window.location.origin, clientId });
  return (
    <Stack gap="lg">
      <section className="sheet" aria-labelledby="preview">
        <Title order={2} id="preview" mb="sm">
          {t('button:preview.title')}
        </Title>
        <ButtonPreview clientId={clientId} look={lookAttributes(options)} dark={options.texts.theme === 'dark'} />
      </section>
      <section className="sheet" aria-labelledby="snippet">
        <Stack>
          <Title order={2} id="snippet">
            {t('button:snippet.title')}
          </Title>
          <Textarea
            label={t('button:snippet.label')}
            description={t('button:snippet.what')}
            value={snippet}
            readOnly
            autosize
            styles={{ input: { fontFamily: 'var(--code)', fontSize: '0.875rem' } }}
          />
          {!isWhole(options) && (
            <Alert color="buoy" variant="light" role="note">
              {t('button:snippet.half')}
            </Alert>
          )}
          {options.kind === 'client_id' && integration.button_origins.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('button:snippet.origins')}
            </Text>
          )}
          <Group>
            <CopyButton value={snippet}>
              {({ copied, copy }) => (
                <Button onClick={copy} aria-live="polite">
                  {copied ? t('console:copied') : t('button:snippet.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      </section>
      <ButtonForm options={options} onChange={change} />
    </Stack>
  );
}
