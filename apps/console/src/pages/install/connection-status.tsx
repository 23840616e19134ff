import { Title } from '@mantine/core';
import type { InstallationDetail } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Time } from '../../ui/time.tsx';

/**
 * Connection status: whether the integration is enabled here, and whether its server has exchanged a code and used the
 * API.
 */
export function ConnectionStatus({ one }: { readonly one: InstallationDetail }) {
  const { t } = useTexts();
  const { last_used_at: lastUsed } = one.other_side;
  return (
    <section aria-labelledby="sides" className="sheet">
      <Title order={2} id="sides" mb="sm">
        {t('install:sides.title')}
      </Title>
      <dl className="facts">
        <dt>{t('install:sides.here')}</dt>
        <dd>
          {t(`install:sides.${one.state}`)}{' '}
          <Time at={one.state === 'enabled' ? one.enabled_at : (one.disabled_at ?? one.enabled_at)} />
        </dd>
        <dt>{t('install:sides.there')}</dt>
        <dd>
          <There one={one} />
        </dd>
        {one.state === 'enabled' && (
          <>
            <dt>{t('install:sides.use')}</dt>
            <dd>{lastUsed === null ? t('install:sides.unused') : <Time at={lastUsed} />}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function There({ one }: { readonly one: InstallationDetail }) {
  const { t } = useTexts();
  if (one.integration_state === 'stopped') return t('install:sides.stopped');
  if (one.state === 'disabled') return t('install:sides.ended');
  const { code, exchanged_at: exchangedAt } = one.other_side;
  const open = code === null || code.redeemed_at !== null ? undefined : code;
  return (
    <>
      {exchangedAt !== null && (
        <div>
          {t('install:sides.exchanged')} <Time at={exchangedAt} />
        </div>
      )}
      {open !== undefined && (
        <div>
          {t(open.expires_at > Date.now() / 1000 ? 'install:sides.waiting' : 'install:sides.ran-out')}{' '}
          <Time at={open.issued_at} />
        </div>
      )}
      {exchangedAt === null && open === undefined && t('install:sides.nothing')}
    </>
  );
}
