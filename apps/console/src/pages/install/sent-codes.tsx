import { Text, Title } from '@mantine/core';
import type { InstallationDetail } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Time } from '../../ui/time.tsx';
import { withRowKeys } from './row-keys.ts';

/**
 * The newest authorization codes sent to the developer's server by hook: whether each was delivered and exchanged.
 * Renders nothing without any.
 */
export function SentCodes({ one }: { readonly one: InstallationDetail }) {
  const { t } = useTexts();
  const { sent_codes: sent } = one.other_side;
  if (sent.length === 0) return null;
  return (
    <section aria-labelledby="sent-codes" className="sheet">
      <Title order={2} id="sent-codes">
        {t('install:sent.title')}
      </Title>
      <ul className="rows">
        {withRowKeys(sent, ({ at }) => String(at)).map(({ key, row }) => (
          <Text component="li" size="sm" key={key}>
            {t(`install:sent.delivery.${row.delivery}`)} <Time at={row.at} />
            {row.status !== null && ' · '}
            {row.status !== null && t('install:sent.answer', { status: row.status, ms: row.took_ms ?? 0 })}
            {' · '}
            {t(`install:code.${row.code}`)}
            {row.exchanged_at !== null && (
              <>
                {' '}
                <Time at={row.exchanged_at} />
              </>
            )}
            {' · '}
            <bdi>
              {row.person === null ? t('install:sent.integrator') : t('install:sent.person', { name: row.person })}
            </bdi>
          </Text>
        ))}
      </ul>
    </section>
  );
}
