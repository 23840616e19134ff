import { Text } from '@mantine/core';
import type { Member } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import type { DeactivationEffects } from './deactivation-effects.ts';

interface Asked {
  readonly member: Member;
  readonly isViewer: boolean;
  readonly opened: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Dialog before a member is deactivated; it lists the integrations that lose access and those that keep it. */
export function ConfirmDeactivation(props: Asked & { readonly what: DeactivationEffects | undefined }) {
  const { t } = useTexts();
  const { member, isViewer, what, ...dialog } = props;
  const { name } = member;
  const title = t('accounts:member.deactivate-whom', { name });
  const whose = isViewer ? 'you' : 'their';
  return (
    <ConfirmDialog {...dialog} title={title} action={title}>
      <ul className="consequences">
        <li>{t(`accounts:member.entry.${whose}`, { name })}</li>
        {what !== undefined && what.ends.grants.length === 0 && (
          <li>{t(`accounts:member.${what.goesOn.grants.length === 0 ? 'none' : 'ends-none'}.${whose}`, { name })}</li>
        )}
        {what !== undefined && <Integrations words={t(`accounts:member.ends.${whose}`, { name })} list={what.ends} />}
        {what !== undefined && (
          <Integrations words={t(`accounts:member.goes-on.${whose}`, { name })} list={what.goesOn} />
        )}
      </ul>
    </ConfirmDialog>
  );
}

function Integrations({ words, list }: { readonly words: string; readonly list: DeactivationEffects['ends'] }) {
  const { t } = useTexts();
  if (list.grants.length === 0) return null;
  return (
    <li>
      {words}
      <ul>
        {list.grants.map((one) => (
          <li key={one.grant_id}>
            <bdi>{one.integration_name}</bdi>
          </li>
        ))}
        {list.next_before !== null && <li>{t('accounts:member.and-others')}</li>}
      </ul>
    </li>
  );
}

/** Dialog before admins demote themselves. Any other demotion can be undone, so it needs no dialog. */
export function ConfirmOwnDemotion({ member: _member, isViewer: _isViewer, ...dialog }: Asked) {
  const { t } = useTexts();
  const title = t('accounts:member.demote-you');
  return (
    <ConfirmDialog {...dialog} title={title} action={title}>
      <Text>{t('accounts:member.demote-you-what')}</Text>
    </ConfirmDialog>
  );
}
