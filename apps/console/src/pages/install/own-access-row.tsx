import { Avatar, Button, Group, Text } from '@mantine/core';
import type { OwnAccess } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Time } from '../../ui/time.tsx';

/**
 * An integration with the signed-in user’s grants and a link that revokes each; of other people's grants only whether
 * there are any.
 */
export function OwnAccessRow({ accountId, one }: { readonly accountId: string; readonly one: OwnAccess }) {
  const { t } = useTexts();
  const { name, developer, grants } = one;
  return (
    <li>
      <Group wrap="nowrap" align="flex-start">
        <Avatar src={one.logo_url} name={name} radius={8} alt="" size={44} />
        <div style={{ minWidth: 0, flex: 1 }}>
          <Group gap="xs">
            <Text fw={550}>
              <bdi>{name}</bdi>
            </Text>
            <Badge tone={one.state === 'enabled' ? 'good' : 'calm'}>{t(`install:state.${one.state}`)}</Badge>
            {one.integration_state === 'stopped' && <Badge tone="buoy">{t('install:stopped')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {developer === null ? t('install:mine.external') : t('install:mine.developer', { name: developer })}
            {' · '}
            {t(`install:since.${one.state}`)}{' '}
            <Time at={one.state === 'enabled' ? one.enabled_at : (one.disabled_at ?? one.enabled_at)} />
          </Text>
          {grants.map((grant) => (
            <Given key={grant.grant_id} accountId={accountId} name={name} grant={grant} />
          ))}
          <Text size="sm" mt={4}>
            {othersWords(t, one)}
          </Text>
        </div>
      </Group>
    </li>
  );
}

function Given(props: {
  readonly accountId: string;
  readonly name: string;
  readonly grant: OwnAccess['grants'][number];
}) {
  const { t } = useTexts();
  const { accountId, name, grant } = props;
  return (
    <Group justify="space-between" gap="sm" mt="xs">
      <div className="who">
        <Group gap="xs">
          <Badge tone={grant.full_access ? 'buoy' : 'calm'}>
            {t(grant.full_access ? 'install:access.full' : 'install:access.own')}
          </Badge>
          {grant.restricted && <Badge tone="calm">{t('install:access.restricted')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('install:granted')} <Time at={grant.updated_at} />
          {' · '}
          {t(`install:code.${grant.code}`)}
          {' · '}
          {grant.last_used_at === null ? (
            t('install:never-used')
          ) : (
            <>
              {t('install:used')} <Time at={grant.last_used_at} />
            </>
          )}
        </Text>
      </div>
      <Button
        component="a"
        href={serverPaths.revokeOwn(accountId, grant.grant_id)}
        variant="outline"
        color="bad"
        size="xs"
        aria-label={t('install:mine.revoke-which', { name })}
      >
        {t('install:revoke')}
      </Button>
    </Group>
  );
}

function othersWords(t: ReturnType<typeof useTexts>['t'], { state, grants, others }: OwnAccess): string {
  if (state === 'disabled') return t('install:mine.nobody');
  if (grants.length > 0) return others ? t('install:mine.others-too') : '';
  return t(others ? 'install:mine.others' : 'install:mine.nobody');
}
