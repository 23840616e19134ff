import { Button, Group, Text } from '@mantine/core';
import type { Invitation } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

/** Somebody who has not answered yet, and the way to take the invitation back. */
export function InvitationRow(props: {
  readonly accountId: string;
  readonly invitation: Invitation;
  readonly onDone: (words: string) => void;
}) {
  const { t } = useTexts();
  const {
    invitation_id: id,
    email,
    name,
    role,
    expires_at: expiresAt,
    ended,
    asks_admin: asksAdmin,
  } = props.invitation;
  const all = `/accounts/${props.accountId}/invitations`;
  const withdraw = useWrite((send) => send('DELETE', `${all}/${id}`), all);

  async function press(): Promise<void> {
    const done = await withdraw.mutateAsync(undefined).then(
      () => true,
      () => false,
    );
    if (done) props.onDone(t('accounts:invitations.withdrawn', { email }));
  }

  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div className="who">
          <bdi>{email}</bdi>
          <Text size="sm" c="dimmed">
            {name !== '' && (
              <>
                <bdi>{name}</bdi>
                {' · '}
              </>
            )}
            {t(`accounts:role.${role}`)} ·{' '}
            {ended === null ? (
              <>
                {t('accounts:invitations.until')} <Time at={expiresAt} />
              </>
            ) : (
              t(`accounts:invitations.ended.${ended}`)
            )}
          </Text>
          {asksAdmin && (
            <Text size="sm" c="dimmed">
              {t('accounts:invitations.asks-admin')}
            </Text>
          )}
        </div>
        <Button
          variant="default"
          size="xs"
          onClick={() => void press()}
          loading={withdraw.isPending}
          aria-label={t('accounts:invitations.withdraw-whose', { email })}
        >
          {t('accounts:invitations.withdraw')}
        </Button>
      </Group>
      <Refusal error={withdraw.error} />
    </li>
  );
}
