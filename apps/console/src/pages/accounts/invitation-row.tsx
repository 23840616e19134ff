import { Button, Group, Text } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import type { Invitation } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

/** The ways to renew an invitation, with the texts of their buttons. */
const renewals = [
  { by: 'letter', label: 'accounts:invitations.resend-whose', action: 'accounts:invitations.resend' },
  { by: 'link', label: 'accounts:invitations.link-whose', action: 'accounts:invitations.link' },
] as const;

/** A pending invitation, with buttons that send it again, make a new link, or revoke it. */
export function InvitationRow(props: {
  readonly accountId: string;
  readonly invitation: Invitation;
  readonly onDone: (words: string) => void;
  /** Called with a new invitation link, which is shown once. */
  readonly onLink: (made: { readonly email: string; readonly link: string }) => void;
}) {
  const { t } = useTexts();
  const { invitation_id: id, email, own } = props.invitation;
  const params = { account_id: props.accountId, invitation_id: id };
  const stale = pathOf('list_invitations', params);
  const withdraw = useWrite((send) => send('withdraw_invitation', { params }), stale);

  const renew = useWrite((send, by: 'letter' | 'link') => send('renew_invitation', { params, body: { by } }), stale);

  async function again(by: 'letter' | 'link'): Promise<void> {
    const renewed = await renew.mutateAsync(by).catch(() => undefined);
    if (renewed === undefined) return;
    if (renewed.link === null) props.onDone(t('accounts:invitations.resent', { email }));
    else props.onLink({ email, link: renewed.link });
  }

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
        <InvitationText invitation={props.invitation} />
        <Group gap="xs">
          {own && (
            <>
              {renewals.map(({ by, label, action }) => (
                <Button
                  key={by}
                  variant="default"
                  size="xs"
                  onClick={() => void again(by)}
                  loading={renew.isPending && renew.variables === by}
                  aria-label={t(label, { email })}
                >
                  {t(action)}
                </Button>
              ))}
            </>
          )}
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
      </Group>
      <Refusal error={withdraw.error ?? renew.error} />
    </li>
  );
}

function InvitationText({ invitation }: { readonly invitation: Invitation }) {
  const { t } = useTexts();
  const { email, name, role, expires_at: expiresAt, ended, asks_admin: asksAdmin } = invitation;
  return (
    <div className="who">
      <bdi>{email}</bdi>
      <Text size="sm" c="dimmed">
        {name !== '' && (
          <>
            <bdi>{name}</bdi>
            {' · '}
          </>
        )}
        {t(`terms:role.${role}`)} ·{' '}
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
  );
}
