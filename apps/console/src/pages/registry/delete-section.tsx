import { Button, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { pathOf } from '@pristan/wire';
import { queries, type Integration } from '../../api/queries.ts';
import { keyOf } from '../../api/read.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';

/** Deletes an integration once its name was typed, then opens the list of integrations, which confirms the deletion. */
export function DeleteSection({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const accountId = String(integration.account_id);
  const { client_id: clientId, name } = integration;
  const { enabled } = useSuspenseQuery(queries.reach(accountId, clientId)).data;
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const remove = useConfirmed(useDeletion(accountId, integration));

  function press(): void {
    // Stored names have no blanks around them, so the typed name is trimmed.
    if (typed.trim() === name) remove.dialog.onConfirm();
    else setWrong(true);
  }

  return (
    <section className="sheet" aria-labelledby="delete">
      <Title order={2} id="delete">
        {t('registry:delete.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:delete.means')}
      </Text>
      <Button
        variant="outline"
        color="bad"
        onClick={() => {
          setTyped('');
          setWrong(false);
          remove.ask(undefined);
        }}
      >
        {t('registry:delete.do')}
      </Button>
      <ConfirmDialog
        {...remove.dialog}
        onConfirm={press}
        title={t('registry:delete.asked', { name })}
        action={t('registry:delete.do')}
      >
        <ul className="consequences">
          <li>
            {enabled === 0 ? t('registry:delete.reaches-none') : t('registry:delete.reaches', { count: enabled })}
          </li>
          <li>{t('registry:delete.goes')}</li>
          <li>{t('registry:delete.untold')}</li>
          <li>{t('registry:delete.stays')}</li>
        </ul>
        <TextInput
          label={t('registry:delete.name')}
          description={<bdi>{name}</bdi>}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setWrong(false);
          }}
          error={isWrong && t('registry:delete.wrong')}
          autoComplete="off"
          spellCheck={false}
        />
      </ConfirmDialog>
    </section>
  );
}

function useDeletion(accountId: string, { client_id: clientId, name }: Integration) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = { account_id: accountId, client_id: clientId };
  return useWrite(
    (send) => send('delete_integration', { params }),
    async () => {
      // Lists that contain the deleted integration are read again; its own cached data is removed after the page is
      // left.
      client.removeQueries({ queryKey: ['accounts', accountId], type: 'inactive' });
      await navigate({ to: '/accounts/$accountId/integrations', params: { accountId }, state: { deleted: name } });
      client.removeQueries({ queryKey: keyOf(pathOf('read_integration', params)) });
    },
  );
}
