import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Member } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { ConfirmDeactivation, ConfirmOwnDemotion } from './confirm-change.tsx';
import { useDeactivationEffects } from './deactivation-effects.ts';

type Edit = { readonly role: Member['role'] } | { readonly state: Member['state'] };

/** A row of the list of members: name, role, and the changes that an admin may make. */
export function MemberRow(props: {
  readonly accountId: string;
  readonly member: Member;
  readonly isViewer: boolean;
  /** Whether this member is the account's only active admin, who can't be demoted or deactivated. */
  readonly isLastAdmin: boolean;
  readonly onDone: (words: string) => void;
}) {
  const { t } = useTexts();
  const [asking, setAsking] = useState<'deactivation' | 'demotion'>();
  const { accountId, member, isViewer, isLastAdmin } = props;
  const { name } = member;
  const what = useDeactivationEffects(accountId, member.user_id);
  const change = useWrite(
    (send, body: Edit) => send('change_member', { params: { account_id: accountId, user_id: member.user_id }, body }),
    `/accounts/${accountId}`,
  );

  async function press(edit: Edit): Promise<void> {
    const done = await change.mutateAsync(edit).then(
      () => true,
      () => false,
    );
    if (!done) return;
    setAsking(undefined);
    // Admins who have demoted themselves may no longer see this page.
    if (isViewer) window.location.assign(serverPaths.console);
    else props.onDone(t(`accounts:member.done.${'role' in edit ? edit.role : edit.state}`, { name }));
  }

  const ask = (about: 'deactivation' | 'demotion') => {
    change.reset();
    setAsking(about);
  };
  const askDeactivation = () => what.mutate(undefined, { onSuccess: () => ask('deactivation') });
  const confirm = {
    member,
    isViewer,
    pending: change.isPending,
    error: change.error,
    onClose: () => {
      change.reset();
      setAsking(undefined);
    },
  };
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <MemberName member={member} isViewer={isViewer} />
        <MemberButtons
          member={member}
          isLastAdmin={isLastAdmin}
          pending={{ change: change.isPending && asking === undefined, effects: what.isPending }}
          onRole={() => (isViewer ? ask('demotion') : void press({ role: otherRole(member) }))}
          onDeactivate={askDeactivation}
          onActivate={() => void press({ state: 'active' })}
        />
      </Group>
      {asking === undefined && <Refusal error={change.error ?? what.error} />}
      <ConfirmDeactivation
        {...confirm}
        what={what.data}
        opened={asking === 'deactivation'}
        onConfirm={() => void press({ state: 'deactivated' })}
      />
      <ConfirmOwnDemotion
        {...confirm}
        opened={asking === 'demotion'}
        onConfirm={() => void press({ role: 'member' })}
      />
    </li>
  );
}

function MemberName({ member, isViewer }: { readonly member: Member; readonly isViewer: boolean }) {
  const { t } = useTexts();
  return (
    <div className="who">
      <Group gap="xs">
        <Text fw={550}>
          <bdi>{member.name}</bdi>
          {isViewer && <> {t('accounts:people.you')}</>}
        </Text>
        <Badge tone={member.role === 'admin' && member.state === 'active' ? 'good' : 'calm'}>
          {t(`terms:role.${member.role}`)}
        </Badge>
        {member.state === 'deactivated' && <Badge tone="buoy">{t('accounts:state.deactivated')}</Badge>}
      </Group>
      <Text size="sm" c="dimmed">
        <bdi>{member.email}</bdi>
      </Text>
    </div>
  );
}

/** The changes that an admin may make; none for the account's only active admin. */
function MemberButtons(props: {
  readonly member: Member;
  readonly isLastAdmin: boolean;
  readonly pending: { readonly change: boolean; readonly effects: boolean };
  readonly onRole: () => void;
  readonly onDeactivate: () => void;
  readonly onActivate: () => void;
}) {
  const { t } = useTexts();
  const { member, pending } = props;
  const { name } = member;
  const other = otherRole(member);
  if (props.isLastAdmin)
    return (
      <Group gap="xs">
        <Text size="sm" c="dimmed" maw="32ch">
          {t('accounts:member.last-admin')}
        </Text>
      </Group>
    );
  if (member.state === 'deactivated')
    return (
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          onClick={props.onActivate}
          loading={pending.change}
          aria-label={t('accounts:member.activate-whom', { name })}
        >
          {t('accounts:member.activate')}
        </Button>
      </Group>
    );
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="xs"
        onClick={props.onRole}
        loading={pending.change}
        aria-label={t(`accounts:member.make-whom.${other}`, { name })}
      >
        {t(`accounts:member.make.${other}`)}
      </Button>
      <Button
        variant="outline"
        color="bad"
        size="xs"
        // The dialog opens once the grants that it lists have been read.
        onClick={props.onDeactivate}
        aria-busy={pending.effects}
        aria-label={t('accounts:member.deactivate-whom', { name })}
      >
        {t('accounts:member.deactivate')}
      </Button>
    </Group>
  );
}

function otherRole({ role }: Member): Member['role'] {
  return role === 'admin' ? 'member' : 'admin';
}
