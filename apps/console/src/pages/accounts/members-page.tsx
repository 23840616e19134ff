import { Button, Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { nameSearch } from '../../api/name-search.ts';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Copyable } from '../../ui/copyable.tsx';
import { Heading } from '../../ui/heading.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { NameSearchForm, NothingFound } from '../../ui/name-search.tsx';
import { InvitationRow } from './invitation-row.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberRow } from './member-row.tsx';

const from = '/accounts/$accountId/people';

/** Members of the account and pending invitations. */
export function MembersPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from });
  const [inviting, setInviting] = useState(false);
  const [done, setDone] = useState('');
  const status = useRef<HTMLDivElement>(null);
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
      <Members accountId={accountId} onDone={setDone} />
      <Invitations
        accountId={accountId}
        onLink={() => setDone('')}
        onDone={(words) => {
          setDone(words);
          // The invitation’s row and its pressed button are gone: the focus moves to the status message.
          status.current?.focus();
        }}
      />
    </Stack>
  );
}

interface SectionProps {
  readonly accountId: string;
  /** Called with the words that say what was done. */
  readonly onDone: (words: string) => void;
}

function Members({ accountId, onDone }: SectionProps) {
  const { t } = useTexts();
  const search = nameSearch({ ...useSearch({ from }) });
  const navigate = useNavigate();
  const { user } = useSuspenseQuery(queries.me()).data;
  const people = useSuspenseInfiniteQuery(queries.members(accountId, search));
  const list = useRef<HTMLUListElement>(null);
  const members = people.data.pages.flatMap((page) => page.members);
  const last = people.data.pages.at(-1);
  const onSearch = (q: string | undefined) =>
    void navigate({ to: from, params: { accountId }, search: q === undefined ? {} : { q } });
  return (
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
                isLastAdmin={last?.admins === 1 && member.role === 'admin' && member.state === 'active'}
                onDone={onDone}
              />
            ))}
          </ul>
        )}
        <MoreRows list={list} pages={people} shown={members.length}>
          {search.q === undefined && (
            <Text size="sm" c="dimmed">
              {t('accounts:people.shown', { shown: members.length, total: last?.total ?? members.length })}
            </Text>
          )}
        </MoreRows>
      </Stack>
    </section>
  );
}

function Invitations({ accountId, onDone, onLink }: SectionProps & { readonly onLink: () => void }) {
  const { t } = useTexts();
  const { invitations } = useSuspenseQuery(queries.invitations(accountId)).data;
  const [made, setMade] = useState<{ readonly email: string; readonly link: string }>();
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="invitations">
      <Title order={2} id="invitations" mb="sm">
        {t('accounts:invitations.title')}
      </Title>
      {made !== undefined && (
        <div className="sheet" style={{ marginBottom: 'var(--space-3)' }}>
          <Copyable label={t('accounts:invitations.link-field', { email: made.email })} value={made.link} focused />
          <Text size="sm" c="dimmed" mt="xs" maw="64ch">
            {t('accounts:invitations.link-means')}
          </Text>
        </div>
      )}
      <ul className="rows sheet">
        {invitations.map((invitation) => (
          <InvitationRow
            key={invitation.invitation_id}
            accountId={accountId}
            invitation={invitation}
            onLink={(link) => {
              onLink();
              setMade(link);
            }}
            onDone={(words) => {
              setMade(undefined);
              onDone(words);
            }}
          />
        ))}
      </ul>
    </section>
  );
}
