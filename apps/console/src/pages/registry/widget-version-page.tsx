import { Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { Time } from '../../ui/time.tsx';
import { WidgetFindings } from './widget-findings.tsx';

/** Page of one version of the widget, with what its publication still needs. */
export function WidgetVersionPage() {
  const { t } = useTexts();
  const { accountId, clientId, number } = useParams({
    from: '/accounts/$accountId/integrations/$clientId/widget/$number',
  });
  const version = useSuspenseQuery(queries.widget(accountId, clientId, number)).data;
  return (
    <Stack gap="lg">
      <AnchorLink to="/accounts/$accountId/integrations/$clientId/widget" params={{ accountId, clientId }} size="sm">
        {t('widget:versions')}
      </AnchorLink>
      <section className="sheet" aria-labelledby="version">
        <Title order={2} id="version">
          {t('widget:number', { number: version.number })}
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {t('widget:uploaded')} <Time at={version.created_at} />
        </Text>
        <WidgetFindings findings={version.findings} />
      </section>
    </Stack>
  );
}
