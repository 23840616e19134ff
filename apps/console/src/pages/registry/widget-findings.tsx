import { Stack, Text, Title } from '@mantine/core';
import type { WidgetFinding } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';

/**
 * Findings about a widget’s archive: first those that block publication, then advice. `null`: the archive was not
 * checked.
 */
export function WidgetFindings({ findings }: { readonly findings: readonly WidgetFinding[] | null }) {
  const { t } = useTexts();
  if (findings === null) return <Text c="dimmed">{t('widget:findings.earlier')}</Text>;
  if (findings.length === 0) return <Text c="var(--good)">{t('widget:findings.none')}</Text>;
  const needed = findings.filter((finding) => finding.needed);
  const advised = findings.filter((finding) => !finding.needed);
  return (
    <Stack gap="md">
      {needed.length > 0 && <Findings kind="needed" findings={needed} />}
      {advised.length > 0 && <Findings kind="advised" findings={advised} />}
    </Stack>
  );
}

function Findings({
  kind,
  findings,
}: {
  readonly kind: 'needed' | 'advised';
  readonly findings: readonly WidgetFinding[];
}) {
  const { t } = useTexts();
  const title = t(`widget:findings.${kind}`, { count: findings.length });
  return (
    <section aria-label={title}>
      <Title order={3} size="h4">
        {title}
      </Title>
      <ul className="report" aria-label={title}>
        {findings.map((finding) => (
          <li key={[finding.rule, finding.file, finding.line, finding.member, finding.code].join(' ')}>
            <span className="mono report-file">
              <bdi>{finding.file}</bdi>
            </span>
            {finding.line !== null && <span className="mono">:{finding.line}</span>}
            {finding.member !== '' && (
              <span className="mono">
                {' '}
                <bdi>{finding.member}</bdi>
              </span>
            )}
            <br />
            {finding.detail}{' '}
            <Text span size="sm" c="dimmed" className="mono">
              {finding.rule}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
