import { Title } from '@mantine/core';
import type { InstallationDetail } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { scopes as known } from '../registry/scopes.ts';

/** The integration's developer, its permissions, and the host that gets its codes. */
export function IntegrationFacts({ one }: { readonly one: InstallationDetail }) {
  const { t } = useTexts();
  const { developer, host } = one;
  const scopes = known.filter((scope) => one.scopes.includes(scope));
  return (
    <section aria-labelledby="about" className="sheet">
      <Title order={2} id="about" mb="sm">
        {t('install:about.title')}
      </Title>
      <dl className="facts">
        <dt>{t('install:about.developer')}</dt>
        <dd>{developer === null ? t('install:about.external') : <bdi>{developer}</bdi>}</dd>
        <dt>{t('install:about.scopes')}</dt>
        <dd>
          {scopes.length === 0
            ? t('install:about.no-scopes')
            : scopes.map((scope) => <div key={scope}>{t(`terms:scope.${scope}.name`)}</div>)}
        </dd>
        {host !== null && (
          <>
            <dt>{t('install:about.host')}</dt>
            <dd className="mono">{host}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
