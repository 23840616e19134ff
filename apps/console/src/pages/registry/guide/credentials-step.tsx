import { Button, Text } from '@mantine/core';
import { useTexts } from '../../../texts.ts';
import { Copyable } from '../../../ui/copyable.tsx';
import { AnchorLink } from '../../../ui/links.tsx';
import { Refusal } from '../../../ui/refusal.tsx';

/** First step of the guide: the integration's ID and redirect URI and, on request, its secret key. */
export function CredentialsStep(props: {
  readonly accountId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly secret: string | undefined;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onReveal: () => void;
}) {
  const { t } = useTexts();
  const { accountId, clientId, secret } = props;
  return (
    <>
      <Copyable label={t('registry:keys.id')} value={clientId} />
      <Copyable label={t('registry:field.redirect_uri.label')} value={props.redirectUri} />
      <Text size="sm" c="dimmed">
        {t('guide:have.address')}{' '}
        <AnchorLink
          to="/accounts/$accountId/integrations/$clientId"
          params={{ accountId, clientId }}
          activeOptions={{ exact: true }}
          underline="always"
          size="sm"
        >
          {t('guide:have.change')}
        </AnchorLink>
      </Text>
      {secret === undefined ? (
        <div>
          <Text size="sm" c="dimmed" mb="xs">
            {t('guide:have.secret')} {t('registry:keys.recorded')}
          </Text>
          <Button variant="default" onClick={props.onReveal} loading={props.pending}>
            {t('registry:keys.reveal')}
          </Button>
        </div>
      ) : (
        <Copyable label={t('registry:keys.secret')} value={secret} focused />
      )}
      <Refusal error={props.error} />
    </>
  );
}
