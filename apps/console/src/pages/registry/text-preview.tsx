import './text-preview.css';
import { Avatar, Group, Text, Title } from '@mantine/core';
import type { textPreview } from '@pristan/wire/api';
import type { z } from 'zod';
import type { Integration } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';

/** Preview of the integration as the consent page shows it. The HTML comes sanitised from the platform. */
export function TextPreview(props: {
  readonly integration: Integration;
  readonly preview: z.output<typeof textPreview>;
  readonly language: string;
}) {
  const { t } = useTexts();
  const { integration, preview, language } = props;
  return (
    <section className="text-preview" aria-labelledby="preview">
      <Title order={3} id="preview" mb="sm">
        {t('registry:texts.preview.title')}
      </Title>
      <div className="text-face">
        <Group gap="sm" wrap="nowrap">
          <Avatar src={integration.logo_url} name={integration.name} radius={8} alt="" size={44} />
          <Text fw={600}>
            <bdi>{integration.name}</bdi>
          </Text>
        </Group>
        {preview.summary !== '' && (
          <p lang={language}>
            <bdi>{preview.summary}</bdi>
          </p>
        )}
        {preview.own_page && <Text c="dimmed">{t('registry:texts.preview.own-page')}</Text>}
        {preview.description !== '' && (
          <details open>
            <summary>{t('registry:texts.preview.description')}</summary>
            <div className="foreign" lang={language} dangerouslySetInnerHTML={{ __html: preview.description }} />
          </details>
        )}
        {preview.summary === '' && preview.description === '' && (
          <Text c="dimmed">{t('registry:texts.preview.nothing')}</Text>
        )}
      </div>
    </section>
  );
}
