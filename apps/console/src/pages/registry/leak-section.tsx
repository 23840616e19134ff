import { Button, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { pathOf } from '@pristan/wire';
import { queries, type ActiveSecret } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';
import { newestSecretId } from './rotate-section.tsx';

/**
 * Revokes all keys and tokens of an integration after its secret key has leaked. @see
 * docs/spec/dialect.md#secret-rotation
 */
export function LeakSection(props: {
  readonly accountId: string;
  readonly clientId: string;
  readonly secrets: readonly ActiveSecret[];
  /** The secret key that the page shows; absent while none is shown. */
  readonly secret: string | undefined;
  readonly onNew: (secret: string) => void;
}) {
  const { t } = useTexts();
  const { accountId, clientId } = props;
  const params = { account_id: accountId, client_id: clientId };
  const { enabled } = useSuspenseQuery(queries.reach(accountId, clientId)).data;
  const end = useWrite(
    (send, replaces: string) => send('rotate_secret', { params, body: { replaces, revoke_now: true } }),
    pathOf('read_integration', params),
  );
  const isDone = end.data !== undefined && end.data.client_secret === props.secret;
  const confirmed = useConfirmed(end, ({ client_secret }) => props.onNew(client_secret));
  return (
    <section aria-labelledby="leak" className="sheet">
      <Title order={2} id="leak">
        {t('registry:leak.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:leak.what')}
      </Text>
      <Button variant="outline" color="bad" onClick={() => confirmed.ask(newestSecretId(props.secrets))}>
        {t('registry:leak.do')}
      </Button>
      <Text role="status" mt={isDone ? 'sm' : 0}>
        {isDone && t('registry:leak.done')}
      </Text>
      <ConfirmDialog {...confirmed.dialog} title={t('registry:leak.asked.title')} action={t('registry:leak.do')}>
        <ul className="consequences">
          <li>{t('registry:leak.asked.keys')}</li>
          <li>{t('registry:leak.asked.tokens')}</li>
          <li>
            {enabled === 0
              ? t('registry:leak.asked.reaches-none')
              : t('registry:leak.asked.reaches', { count: enabled })}
          </li>
          <li>{t('registry:leak.asked.stays')}</li>
        </ul>
      </ConfirmDialog>
    </section>
  );
}
