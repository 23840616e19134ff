import { Alert, Button, CopyButton, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { ButtonForm } from './button-form.tsx';
import { ButtonPreview } from './button-preview.tsx';
import { isTagComplete, lookAttributes, buttonTag, defaultOptionsFor, type ButtonOptions } from './button-tag.ts';

/** Button options by integration, kept in memory so that a person who comes back to the page finds them. */
const kept = new Map<string, ButtonOptions>();

/** Page that builds a connect button: its look, its behaviour, and the tag to copy. */
export function ButtonPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/button' });
  const integration = useSuspenseQuery(queries.integration(accountId, clientId)).data;
  const [options, setOptions] = useState(
    kept.get(clientId) ?? defaultOptionsFor(document.documentElement.dataset['platform']),
  );
  const change = (changed: ButtonOptions) => {
    kept.set(clientId, changed);
    setOptions(changed);
  };
  const snippet = buttonTag(options, { site: window.location.origin, clientId });
  return (
    <Stack gap="lg">
      <section className="sheet" aria-labelledby="preview">
        <Title order={2} id="preview" mb="sm">
          {t('button:preview.title')}
        </Title>
        <ButtonPreview
          clientId={clientId}
          tagClass={options.class}
          look={lookAttributes(options)}
          dark={options.texts.theme === 'dark'}
        />
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
          {!isTagComplete(options) && (
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
