import { Anchor, Text } from '@mantine/core';
import type { InstallationDetail } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { AnchorLink } from '../../ui/links.tsx';
import type { EndedReason } from './ended-reason.ts';

interface About {
  readonly accountId: string;
  readonly one: InstallationDetail;
  readonly reason: EndedReason;
}

/** Explains how to restore access that ended for this reason, with a link where a page does it. */
export function HowToRestore({ accountId, one, reason }: About) {
  const { t } = useTexts();
  return (
    <Text size="sm">
      {t(`install:refused.way-out.${reason}`)} <Place accountId={accountId} one={one} reason={reason} />
    </Text>
  );
}

function Place({ accountId, one: { client_id: clientId, kind, state, ways }, reason }: About) {
  const { t } = useTexts();
  switch (reason) {
    case 'integration_stopped':
      return null;
    case 'integration_adopted':
      return (
        <AnchorLink to="/accounts/$accountId/installed" params={{ accountId }} underline="always">
          {t('install:installed.title')}
        </AnchorLink>
      );
    default:
      if (kind === 'external') return t('install:way.external');
      if (ways.consent)
        return (
          <Anchor href={serverPaths.authorize(clientId)} underline="always">
            {t('install:refused.allow')}
          </Anchor>
        );
      return ways.widget ? (
        <Anchor href={serverPaths.install(accountId, clientId)} underline="always">
          {t(`install:way.${state}`)}
        </Anchor>
      ) : null;
  }
}
