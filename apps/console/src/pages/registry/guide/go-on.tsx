import { Anchor, Text } from '@mantine/core';
import { serverPaths } from '../../../paths.ts';
import { useTexts } from '../../../texts.ts';
import { AnchorLink } from '../../../ui/links.tsx';

const next = [
  ['button', '/accounts/$accountId/integrations/$clientId/button'],
  ['deliveries', '/accounts/$accountId/integrations/$clientId/deliveries'],
  ['widget', '/accounts/$accountId/integrations/$clientId/widget'],
] as const;

/** Where an integrator goes from here. */
export function GoOn(params: { readonly accountId: string; readonly clientId: string }) {
  const { t } = useTexts();
  return (
    <ul className="consequences">
      {next.map(([name, to]) => (
        <li key={name}>
          <AnchorLink to={to} params={params} underline="always">
            {t(`guide:on.${name}.name`)}
          </AnchorLink>
          <Text component="span"> {t(`guide:on.${name}.what`)}</Text>
        </li>
      ))}
      <li>
        <Anchor href={serverPaths.apiDocs} underline="always">
          {t('guide:on.api.name')}
        </Anchor>
        <Text component="span"> {t('guide:on.api.what')}</Text>
      </li>
    </ul>
  );
}
