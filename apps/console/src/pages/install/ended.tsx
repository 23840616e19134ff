import { Text } from '@mantine/core';
import type { EndedAccess, InstallationDetail } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Time } from '../../ui/time.tsx';
import type { EndedReason } from './ended-reason.ts';
import { keyed } from './keyed.ts';
import { WayOut } from './way-out.tsx';

/** Everybody whose access ended for one reason, and what brings it back. */
export function Ended(props: {
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
      <WayOut accountId={accountId} one={one} reason={reason} />
      <ul className="of-reason">
        {keyed(props.ended, ({ person, at }) => `${person.id} ${at}`).map(({ key, row: { person, at, by } }) => (
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
