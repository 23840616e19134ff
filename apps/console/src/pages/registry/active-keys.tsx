import { Text, Title } from '@mantine/core';
import type { ActiveSecret } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Time } from '../../ui/time.tsx';

/** Active secret keys of an integration, newest first, with the times of their use. */
export function ActiveKeys({ secrets }: { readonly secrets: readonly ActiveSecret[] }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="working" className="sheet">
      <Title order={2} id="working">
        {t('registry:secrets.title')}
      </Title>
      <Text c="dimmed" size="sm" maw="64ch">
        {t('registry:secrets.what')}
      </Text>
      <ul className="rows">
        {secrets.map((one) => (
          <WorkingKey key={one.secret_id} {...one} />
        ))}
      </ul>
    </section>
  );
}

/** One active secret key: the current one or one that was rotated, and when tokens were last issued for it. */
function WorkingKey(secret: ActiveSecret) {
  const { t } = useTexts();
  const { created_at: made, ends_at: ends, first_used_at: first, last_used_at: last } = secret;
  const when = (at: number | null) => (at === null ? t('registry:secrets.never') : <Time at={at} />);
  return (
    <li>
      <Badge tone={ends === null ? 'good' : 'buoy'}>
        {t(ends === null ? 'registry:secrets.newest' : 'registry:secrets.replaced')}
      </Badge>{' '}
      <span className="mono">{t('registry:secrets.last-four', { last: secret.last_four })}</span>
      <dl className="facts">
        <dt>{t('registry:secrets.last')}</dt>
        <dd>{when(last)}</dd>
        <dt>{t('registry:secrets.first')}</dt>
        <dd>{when(first)}</dd>
        <dt>{t('registry:secrets.made')}</dt>
        <dd>{when(made)}</dd>
        {ends !== null && (
          <>
            <dt>{t('registry:secrets.ends')}</dt>
            <dd>{when(ends)}</dd>
          </>
        )}
      </dl>
    </li>
  );
}
