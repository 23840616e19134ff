import { Group, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { queries, type Integration } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Heading } from '../../ui/heading.tsx';
import { shownKindOf } from './shown-kind.ts';
import { UnreviewedNote } from './unreviewed-note.tsx';
import { AnchorLink } from '../../ui/links.tsx';
import { useCurrentPath } from '../../ui/current-path.ts';

const parts = [
  ['guide', '/accounts/$accountId/integrations/$clientId/guide'],
  ['settings', '/accounts/$accountId/integrations/$clientId'],
  ['texts', '/accounts/$accountId/integrations/$clientId/texts'],
  ['keys', '/accounts/$accountId/integrations/$clientId/keys'],
  ['accounts', '/accounts/$accountId/integrations/$clientId/accounts'],
  ['button', '/accounts/$accountId/integrations/$clientId/button'],
  ['widget', '/accounts/$accountId/integrations/$clientId/widget'],
  ['tokens', '/accounts/$accountId/integrations/$clientId/tokens'],
  ['deliveries', '/accounts/$accountId/integrations/$clientId/deliveries'],
] as const;

/** Tabs that only some kinds of integration have, with those kinds. */
const kindsWith: Partial<Record<(typeof parts)[number][0], readonly Integration['kind'][]>> = {
  guide: ['private', 'public'],
  texts: ['private', 'public'],
  button: ['private', 'public'],
  widget: ['private', 'public'],
  tokens: ['private', 'external'],
};

/** Frame of an integration’s pages for its developer: its name, and its pages as tabs. */
export function IntegrationFrame() {
  const { t } = useTexts();
  const params = useParams({ from: '/accounts/$accountId/integrations/$clientId' });
  const integration = useSuspenseQuery(queries.integration(params.accountId, params.clientId)).data;
  // Segment of the URL after `/accounts/7/integrations/ID/`; without one, the page is the settings.
  const segment = useCurrentPath().split('/')[5];
  const [part] = parts.find(([name]) => name === segment) ?? ['settings' as const];
  const own = parts.filter(([name]) => kindsWith[name]?.includes(integration.kind) ?? true);
  return (
    <Stack gap="lg">
      <AnchorLink to="/accounts/$accountId/integrations" params={{ accountId: params.accountId }} size="sm">
        {t('registry:own.title')}
      </AnchorLink>
      <Heading
        title={integration.name}
        part={t(`registry:part.${part}`)}
        lead={t(`registry:kind.${shownKindOf(integration)}.means`)}
        badge={
          <Group gap="xs">
            <Badge tone="calm">{t(`registry:kind.${shownKindOf(integration)}.name`)}</Badge>
            <Badge tone={integration.state === 'active' ? 'good' : 'buoy'}>
              {t(integration.state === 'active' ? 'registry:on' : 'registry:off')}
            </Badge>
          </Group>
        }
      />
      <UnreviewedNote changes={integration.unreviewed_changes} />
      <nav aria-label={t('registry:parts')} className="parts">
        {own.map(([name, to]) => (
          <Link key={name} to={to} params={params} activeOptions={{ exact: name === 'settings' }} className="part">
            {t(`registry:part.${name}`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Stack>
  );
}
