import { Button, Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Heading } from '../../ui/heading.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { NameSearchForm, NothingFound } from '../../ui/name-search.tsx';
import { InvitationRow } from './invitation-row.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberRow } from './member-row.tsx';

const from = '/accounts/$accountId/people';

/** Who is in the account, and who has been asked to come. */
export function PeoplePage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from });
  const search = useSearch({ from });
  const navigate = useNavigate();
  const { user } = useSuspenseQuery(ask.me()).data;
  const people = useSuspenseInfiniteQuery(ask.members(accountId, search));
  const { invitations } = useSuspenseQuery(ask.invitations(accountId)).data;
  const [inviting, setInviting] = useState(false);
  const [done, setDone] = useState('');
  const status = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const members = people.data.pages.flatMap((page) => page.members);
  const total = people.data.pages.at(-1)?.total ?? members.length;
  const onSearch = (q: string | undefined) =>
    void navigate({ to: from, params: { accountId }, search: q === undefined ? {} : { q } });

  return (
    <Stack gap="lg">
      <div>
        <Heading
          title={t('accounts:people.title')}
          lead={t('accounts:people.lead')}
          action={
            <Button
              variant={inviting ? 'default' : 'filled'}
              aria-expanded={inviting}
              aria-controls="invite"
              onClick={() => setInviting(!inviting)}
            >
              {t('accounts:invite.title')}
            </Button>
          }
        />
        <div role="status" ref={status} tabIndex={-1} style={{ outline: 'none' }}>
          {done !== '' && (
            <Text className="done" mt="lg">
              {done}
            </Text>
          )}
        </div>
        <div id="invite">
          <InviteForm accountId={accountId} shown={inviting} onDone={setDone} />
        </div>
      </div>
      <section aria-labelledby="members">
        <Title order={2} id="members" mb="sm">
          {t('accounts:people.list')}
        </Title>
        <Stack gap="md">
          {(search.q !== undefined || people.hasNextPage) && (
            <NameSearchForm q={search.q} isEmpty={members.length === 0} onSearch={onSearch} />
          )}
          {members.length === 0 && search.q !== undefined ? (
            <NothingFound q={search.q} onClear={() => onSearch(undefined)} />
          ) : (
            <ul className="rows sheet" ref={list}>
              {members.map((member) => (
                <MemberRow
                  key={member.user_id}
                  accountId={accountId}
                  member={member}
                  isViewer={member.user_id === user.id}
                  onDone={setDone}
                />
              ))}
            </ul>
          )}
          <MoreRows list={list} pages={people} shown={members.length}>
            {search.q === undefined && (
              <Text size="sm" c="dimmed">
                {t('accounts:people.shown', { shown: members.length, total })}
              </Text>
            )}
          </MoreRows>
        </Stack>
      </section>
      {invitations.length > 0 && (
        <section aria-labelledby="invitations">
          <Title order={2} id="invitations" mb="sm">
            {t('accounts:invitations.title')}
          </Title>
          <ul className="rows sheet">
            {invitations.map((invitation) => (
              <InvitationRow
                key={invitation.invitation_id}
                accountId={accountId}
                invitation={invitation}
                onDone={(words) => {
                  setDone(words);
                  // The row with the button is gone: the keyboard goes on from what is said about it.
                  status.current?.focus();
                }}
              />
            ))}
          </ul>
        </section>
      )}
    </Stack>
  );
}
