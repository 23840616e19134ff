import { Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { ask, type PersonalToken } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Heading } from '../../ui/heading.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { PersonalForm } from './personal-form.tsx';
import { PersonalRow } from './personal-row.tsx';

/** Tokens with which people's own programs call the platform: an admin's page with everybody's. */
export function PersonalTokensPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from: '/accounts/$accountId/access-tokens' });
  const { user } = useSuspenseQuery(ask.me()).data;
  const pages = useSuspenseInfiniteQuery(ask.personalTokens(accountId));
  const list = useRef<HTMLUListElement>(null);
  const tokens = pages.data.pages.flatMap((page) => page.tokens);
  const path = `/accounts/${accountId}/access-tokens`;
  const [revoking, setRevoking] = useState<PersonalToken>();
  const revoke = useWrite((tokenId: string) => call('DELETE', `${path}/${tokenId}`), path);
  const close = () => {
    revoke.reset();
    setRevoking(undefined);
  };
  return (
    <Stack gap="lg">
      <Heading title={t('token:personal.title')} lead={t('token:personal.lead')} />
      <PersonalForm path={path} accountId={accountId} />
      <section aria-labelledby="tokens">
        <Title order={2} id="tokens" mb="sm">
          {t('token:list')}
        </Title>
        {tokens.length === 0 ? (
          <Empty>{t('token:personal.none')}</Empty>
        ) : (
          <ul className="rows sheet" ref={list}>
            {tokens.map((token) => (
              <PersonalRow
                key={token.token_id}
                token={token}
                own={token.owner.id === user.id}
                onRevoke={() => setRevoking(token)}
              />
            ))}
          </ul>
        )}
        <MoreRows list={list} pages={pages} shown={tokens.length} />
      </section>
      <ConfirmDialog
        opened={revoking !== undefined}
        title={t('token:revoke.title', { name: revoking?.name ?? '' })}
        action={t('token:revoke.act')}
        pending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => {
          if (revoking !== undefined) revoke.mutate(revoking.token_id, { onSuccess: close });
        }}
        onClose={close}
      >
        <Text>
          {revoking !== undefined && revoking.owner.id !== user.id
            ? t('token:personal.revoke.another', { name: revoking.owner.name })
            : t('token:personal.revoke.own')}
        </Text>
      </ConfirmDialog>
    </Stack>
  );
}
