import { Button, Group, Text } from '@mantine/core';
import type { WidgetVersion } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatBytes } from '../../ui/bytes.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { Time } from '../../ui/time.tsx';

/** One version of the widget, with its archive and the button that publishes or unpublishes it. */
export function WidgetRow(props: {
  readonly accountId: string;
  readonly clientId: string;
  readonly version: WidgetVersion;
  /** Asks to publish the version with this number or, with `null`, to unpublish the widget. */
  readonly onChoose: (number: number | null) => void;
}) {
  const texts = useTexts();
  const { t } = texts;
  const { accountId, clientId, version, onChoose } = props;
  const { number } = version;
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={550}>{t('widget:number', { number })}</Text>
            {version.version !== null && (
              <span className="mono">
                <bdi>{version.version}</bdi>
              </span>
            )}
            {version.live && <Badge tone="good">{t('widget:live.badge')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {t('widget:uploaded')} <Time at={version.created_at} />
            {' · '}
            {formatBytes(version.archive_bytes, texts)}
            {' · '}
            {t('widget:files', { count: version.files })}
            {' · '}
            <span className="mono">{version.locales.join(', ')}</span>
          </Text>
          <AnchorLink
            to="/accounts/$accountId/integrations/$clientId/widget/$number"
            params={{ accountId, clientId, number: String(number) }}
            size="sm"
          >
            {version.report !== null && version.report.needed > 0
              ? t('widget:findings.needed', { count: version.report.needed })
              : t('widget:findings.link')}
          </AnchorLink>
        </div>
        <Group gap="xs">
          <Button
            component="a"
            href={serverPaths.widgetArchive(accountId, clientId, number)}
            download
            variant="default"
            size="xs"
            aria-label={t('widget:download.which', { number })}
          >
            {t('widget:download.do')}
          </Button>
          {version.live ? (
            <Button variant="outline" color="bad" size="xs" onClick={() => onChoose(null)}>
              {t('widget:live.off')}
            </Button>
          ) : (
            <Button size="xs" onClick={() => onChoose(number)} aria-label={t('widget:live.which', { number })}>
              {t('widget:live.on')}
            </Button>
          )}
        </Group>
      </Group>
    </li>
  );
}
