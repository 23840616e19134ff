import { Text } from '@mantine/core';
import { useTexts } from '../../../texts.ts';
import { AnchorLink } from '../../../ui/links.tsx';

const next = [
  ['button', '/accounts/$accountId/integrations/$clientId/button'],
  ['deliveries', '/accounts/$accountId/integrations/$clientId/deliveries'],
  ['widget', '/accounts/$accountId/integrations/$clientId/widget'],
] as const;

/** Last step of the guide: links to what a developer does next. */
export function NextSteps(params: { readonly accountId: string; readonly clientId: string }) {
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
        <AnchorLink to="/api-docs" underline="always">
          {t('guide:on.api.name')}
        </AnchorLink>
        <Text component="span"> {t('guide:on.api.what')}</Text>
      </li>
    </ul>
  );
}
