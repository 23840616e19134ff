import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { pathOf } from '@pristan/wire';
import { queries, type LongLivedToken } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyList } from '../../ui/empty-list.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Time } from '../../ui/time.tsx';
import { LongLivedTokenForm } from './long-lived-token-form.tsx';
import { RevokeDialog, useRevocation } from './revoke-dialog.tsx';

/** Page of an integration’s long-lived tokens, newest first: owner, status, and the button that revokes. */
export function TokensPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/tokens' });
  const pages = useSuspenseInfiniteQuery(queries.tokens(accountId, clientId));
  const list = useRef<HTMLUListElement>(null);
  const tokens = pages.data.pages.flatMap((page) => page.tokens);
  const own = { account_id: accountId, client_id: clientId };
  const heading = useRef<HTMLHeadingElement>(null);
  const revocation = useRevocation<LongLivedToken>(
    (send, token_id) => send('revoke_long_lived_token', { params: { ...own, token_id } }),
    pathOf('list_long_lived_tokens', own),
  );
  return (
    <Stack gap="lg">
      <LongLivedTokenForm accountId={accountId} clientId={clientId} />
      <section aria-labelledby="tokens">
        <Title order={2} id="tokens" mb="sm" ref={heading} tabIndex={-1}>
          {t('token:list')}
        </Title>
        {tokens.length === 0 ? (
          <EmptyList>{t('token:none')}</EmptyList>
        ) : (
          <ul className="rows sheet" ref={list}>
            {tokens.map((token) => (
              <TokenRow key={token.token_id} token={token} onRevoke={() => revocation.ask(token)} />
            ))}
          </ul>
        )}
        <MoreRows list={list} pages={pages} shown={tokens.length} />
      </section>
      <RevokeDialog revocation={revocation} back={heading} means={t('token:revoke.means')} />
    </Stack>
  );
}

function TokenRow({ token, onRevoke }: { readonly token: LongLivedToken; readonly onRevoke: () => void }) {
  const { t } = useTexts();
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={550}>
              <bdi>{token.name}</bdi>
            </Text>
            <Badge tone={token.standing === 'live' ? 'good' : 'calm'}>{t(`token:standing.${token.standing}`)}</Badge>
          </Group>
          <Text size="sm" c="dimmed">
            <bdi>{token.minted_by.name}</bdi>
            {!token.minted_by.is_admin && <> ({t('token:minter-left')})</>}
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
            size="xs"
            onClick={onRevoke}
            aria-label={t('token:revoke.which', { name: token.name })}
          >
            {t('token:revoke.do')}
          </Button>
        )}
      </Group>
    </li>
  );
}
