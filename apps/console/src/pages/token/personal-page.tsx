import { Stack, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { pathOf } from '@pristan/wire';
import { queries, type PersonalToken } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { EmptyList } from '../../ui/empty-list.tsx';
import { Heading } from '../../ui/heading.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { PersonalTokenForm } from './personal-token-form.tsx';
import { PersonalTokenRow } from './personal-token-row.tsx';
import { RevokeDialog, useRevocation } from './revoke-dialog.tsx';

/** Page of personal access tokens: those of all members of the account, with the form that creates one. */
export function PersonalTokensPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from: '/accounts/$accountId/access-tokens' });
  const { user } = useSuspenseQuery(queries.me()).data;
  const pages = useSuspenseInfiniteQuery(queries.personalTokens(accountId));
  const list = useRef<HTMLUListElement>(null);
  const tokens = pages.data.pages.flatMap((page) => page.tokens);
  const heading = useRef<HTMLHeadingElement>(null);
  const revocation = useRevocation<PersonalToken>(
    (send, token_id) => send('revoke_personal_token', { params: { account_id: accountId, token_id } }),
    pathOf('list_personal_tokens', { account_id: accountId }),
  );
  return (
    <Stack gap="lg">
      <Heading title={t('token:personal.title')} lead={t('token:personal.lead')} />
      <PersonalTokenForm accountId={accountId} />
      <section aria-labelledby="tokens">
        <Title order={2} id="tokens" mb="sm" ref={heading} tabIndex={-1}>
          {t('token:list')}
        </Title>
        {tokens.length === 0 ? (
          <EmptyList>{t('token:personal.none')}</EmptyList>
        ) : (
          <ul className="rows sheet" ref={list}>
            {tokens.map((token) => (
              <PersonalTokenRow
                key={token.token_id}
                token={token}
                own={token.owner.id === user.id}
                onRevoke={() => revocation.ask(token)}
              />
            ))}
          </ul>
        )}
        <MoreRows list={list} pages={pages} shown={tokens.length} />
      </section>
      <RevokeDialog
        revocation={revocation}
        back={heading}
        means={
          revocation.asked !== undefined && revocation.asked.owner.id !== user.id
            ? t('token:personal.revoke.another', { name: revocation.asked.owner.name })
            : t('token:personal.revoke.own')
        }
      />
    </Stack>
  );
}
