import { Button, Group, Text } from '@mantine/core';
import type { PersonalToken } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Time } from '../../ui/time.tsx';
import { abilityTexts } from './abilities.ts';

/** One personal access token: owner, abilities, status, and the button that revokes it. */
export function PersonalTokenRow(props: {
  readonly token: PersonalToken;
  readonly own: boolean;
  readonly onRevoke: () => void;
}) {
  const { t } = useTexts();
  const { token, own } = props;
  const ended = token.standing === 'expired' || token.standing === 'revoked';
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
          <Group gap="xs">
            <Text fw={550}>
              <bdi>{token.name}</bdi>
            </Text>
            <Badge tone={token.standing === 'live' ? 'good' : 'calm'}>
              {t(`token:personal.standing.${token.standing}`)}
            </Badge>
          </Group>
          <Text size="sm">
            {token.abilities.map((ability) => t(abilityTexts[ability])).join(' · ')}
            {token.client_id !== null && (
              <>
                {' · '}
                {t('token:personal.only')} <bdi>{token.integration_name}</bdi>
              </>
            )}
          </Text>
          <TokenTimes token={token} own={own} />
        </div>
        {!ended && (
          <Button
            variant="outline"
            color="bad"
            size="xs"
            onClick={props.onRevoke}
            aria-label={t('token:revoke.which', { name: token.name })}
          >
            {t('token:revoke.do')}
          </Button>
        )}
      </Group>
    </li>
  );
}

/** Owner of somebody else's token, and the times at which the token was issued, used and ended. */
function TokenTimes({ token, own }: { readonly token: PersonalToken; readonly own: boolean }) {
  const { t } = useTexts();
  return (
    <Text size="sm" c="dimmed">
      {!own && (
        <>
          <bdi>{token.owner.name}</bdi>
          {' · '}
        </>
      )}
      {t('token:issued')} <Time at={token.created_at} />
      {' · '}
      {token.last_used_at === null ? (
        t('token:personal.unused')
      ) : (
        <>
          {t('token:personal.used')} <Time at={token.last_used_at} />
        </>
      )}
      {' · '}
      {token.revoked_at === null ? (
        <>
          {t(token.standing === 'expired' ? 'token:ended' : 'token:ends')} <Time at={token.expires_at} />
        </>
      ) : (
        <>
          {t('token:revoked')} <Time at={token.revoked_at} />
        </>
      )}
    </Text>
  );
}
