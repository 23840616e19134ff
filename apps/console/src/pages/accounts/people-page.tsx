import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ask } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Heading } from '../../ui/heading.tsx';
import { Time } from '../../ui/time.tsx';

/** Who is in the account, and who has been asked to come. */
export function PeoplePage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from: '/accounts/$accountId/people' });
  const { members } = useSuspenseQuery(ask.members(accountId)).data;
  const { invitations } = useSuspenseQuery(ask.invitations(accountId)).data;
  return (
    <Stack gap="lg">
      <Heading
        title={t('accounts:people.title')}
        lead={t('accounts:people.lead')}
        action={<Anchor href={serverPaths.members(accountId)}>{t('accounts:people.manage')}</Anchor>}
      />
      <Table.ScrollContainer minWidth={480} className="sheet" p={0}>
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('accounts:people.name')}</Table.Th>
              <Table.Th>{t('accounts:people.role')}</Table.Th>
              <Table.Th>{t('accounts:people.state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map((member) => (
              <Table.Tr key={member.user_id}>
                <Table.Td>
                  <Text fw={550}>
                    <bdi>{member.name}</bdi>
                  </Text>
                  <Text size="sm" c="dimmed">
                    <bdi>{member.email}</bdi>
                  </Text>
                </Table.Td>
                <Table.Td>{t(`accounts:role.${member.role}`)}</Table.Td>
                <Table.Td>
                  <Badge tone={member.state === 'active' ? 'good' : 'calm'}>
                    {t(`accounts:state.${member.state}`)}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {invitations.length > 0 && (
        <section aria-labelledby="invitations">
          <Title order={2} id="invitations" mb="sm">
            {t('accounts:invitations.title')}
          </Title>
          <ul className="rows sheet">
            {invitations.map((one) => (
              <li key={one.invitation_id}>
                <bdi>{one.email}</bdi>
                <Text size="sm" c="dimmed">
                  {t(`accounts:role.${one.role}`)} · {t('accounts:invitations.until')} <Time at={one.expires_at} />
                </Text>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  );
}
