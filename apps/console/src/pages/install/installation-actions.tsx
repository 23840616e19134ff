import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import type { InstallationDetail } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Time } from '../../ui/time.tsx';

/** Links to what an admin may do with an installation; each leads to a page that asks for confirmation. */
export function InstallationActions({
  accountId,
  one,
}: {
  readonly accountId: string;
  readonly one: InstallationDetail;
}) {
  const { t } = useTexts();
  const { client_id: clientId, state, ways } = one;
  const links = [
    ways.widget && (['widget', serverPaths.install(accountId, clientId)] as const),
    !ways.widget && ways.consent && state === 'disabled' && (['consent', serverPaths.authorize(clientId)] as const),
    ways.settings && (['settings', serverPaths.widgetSettings(accountId, clientId)] as const),
  ].filter((link) => link !== false);
  return (
    <>
      {ways.adoption !== null && (
        <Alert role="note" color="buoy" variant="light">
          <Text>
            {t('install:adoption.planned', { name: ways.adoption.integration })} <Time at={ways.adoption.moves_at} />
          </Text>
          <Anchor href={serverPaths.keep(accountId, ways.adoption.adoption_id, clientId)} underline="always">
            {t('install:adoption.keep')}
          </Anchor>
        </Alert>
      )}
      {links.length > 0 && (
        <Group>
          {links.map(([way, href]) => (
            <Button key={way} component="a" href={href} variant="default">
              {t(way === 'widget' ? `install:way.${state}` : `install:way.${way}`)}
            </Button>
          ))}
        </Group>
      )}
      {state === 'disabled' && one.kind === 'external' && <Text c="dimmed">{t('install:way.external')}</Text>}
    </>
  );
}
