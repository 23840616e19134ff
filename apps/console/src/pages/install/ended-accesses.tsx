import { Text } from '@mantine/core';
import type { EndedAccess, InstallationDetail } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Time } from '../../ui/time.tsx';
import type { EndedReason } from './ended-reason.ts';
import { withRowKeys } from './row-keys.ts';
import { HowToRestore } from './how-to-restore.tsx';

/** People whose grants of an integration ended for the same reason, and how to restore access. */
export function EndedAccesses(props: {
  readonly accountId: string;
  readonly one: InstallationDetail;
  readonly reason: EndedReason;
  readonly ended: readonly EndedAccess[];
}) {
  const { t } = useTexts();
  const { accountId, one, reason } = props;
  return (
    <li>
      <Text fw={550}>{t(`install:refused.reason.${reason}`)}</Text>
      <HowToRestore accountId={accountId} one={one} reason={reason} />
      <ul className="of-reason">
        {withRowKeys(props.ended, ({ person, at }) => `${person.id} ${at}`).map(({ key, row: { person, at, by } }) => (
          <Text component="li" size="sm" c="dimmed" key={key}>
            <bdi>{person.name}</bdi>
            {at !== null && ' · '}
            {at !== null && <Time at={at} />}
            {by.name !== null && (
              <>
                {' · '}
                {t('install:refused.by')} <bdi>{by.name}</bdi>
              </>
            )}
          </Text>
        ))}
      </ul>
    </li>
  );
}
