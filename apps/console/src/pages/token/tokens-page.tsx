import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { ask, type LongLivedToken } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Time } from '../../ui/time.tsx';
import { MintForm } from './mint-form.tsx';

/** The long-lived tokens, newest first: whose they are, whether they work, and their end. */
export function TokensPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/tokens' });
  const pages = useSuspenseInfiniteQuery(ask.tokens(accountId, clientId));
  const list = useRef<HTMLUListElement>(null);
  const tokens = pages.data.pages.flatMap((page) => page.tokens);
  const path = `/accounts/${accountId}/integrations/${clientId}/tokens`;
  const [revoking, setRevoking] = useState<LongLivedToken>();
  const revoke = useWrite((tokenId: string) => call('DELETE', `${path}/${tokenId}`), path);
  const close = () => {
    revoke.reset();
    setRevoking(undefined);
  };
  return (
    <Stack gap="lg">
      <MintForm path={path} />
      <section aria-labelledby="tokens">
        <Title order={2} id="tokens" mb="sm">
          {t('token:list')}
        </Title>
        {tokens.length === 0 ? (
          <Empty>{t('token:none')}</Empty>
        ) : (
          <ul className="rows sheet" ref={list}>
            {tokens.map((token) => (
              <li key={token.token_id}>
                <Group justify="space-between" gap="sm">
                  <div>
                    <Group gap="xs">
                      <Text fw={550}>
                        <bdi>{token.name}</bdi>
                      </Text>
                      <Badge tone={token.standing === 'live' ? 'good' : 'calm'}>
                        {t(`token:standing.${token.standing}`)}
                      </Badge>
                    </Group>
                    <Text size="sm" c="dimmed">
                      <bdi>{token.minted_by.name}</bdi>
                      {' · '}
                      {t('token:issued')} <Time at={token.issued_at} />
                      {' · '}
                      {t(token.standing === 'expired' ? 'token:ended' : 'token:ends')} <Time at={token.expires_at} />
                      {token.revoked_at !== null && (
                        <>
                          {' · '}
                          {t('token:revoked')} <Time at={token.revoked_at} />
                        </>
                      )}
                    </Text>
                  </div>
                  {token.revoked_at === null && token.standing !== 'expired' && (
                    <Button
                      variant="outline"
                      color="bad"
                      size="compact-md"
                      onClick={() => setRevoking(token)}
                      aria-label={t('token:revoke.which', { name: token.name })}
                    >
                      {t('token:revoke.do')}
                    </Button>
                  )}
                </Group>
              </li>
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
        <Text>{t('token:revoke.means')}</Text>
      </ConfirmDialog>
    </Stack>
  );
}
