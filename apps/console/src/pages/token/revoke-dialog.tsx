import { Text } from '@mantine/core';
import type { RefObject } from 'react';
import type { IdempotentSender } from '../../api/write.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';

interface Named {
  readonly token_id: string;
  readonly name: string;
}

/** A hook that revokes a token after a confirmation; `stale` is the path of the API’s list of tokens. */
export function useRevocation<Token extends Named>(
  revoke: (send: IdempotentSender, tokenId: string) => Promise<unknown>,
  stale: string,
) {
  return useConfirmed(useWrite((send, { token_id }: Token) => revoke(send, token_id), stale));
}

/**
 * Dialog that asks before a token is revoked.
 *
 * @param props.back heading of the list of tokens, which gets the focus when the token’s row is gone
 */
export function RevokeDialog(props: {
  readonly revocation: Pick<ReturnType<typeof useRevocation>, 'asked' | 'dialog'>;
  readonly means: string;
  readonly back: RefObject<HTMLElement | null>;
}) {
  const { t } = useTexts();
  const { asked, dialog } = props.revocation;
  return (
    <ConfirmDialog
      {...dialog}
      back={props.back}
      title={t('token:revoke.title', { name: asked?.name ?? '' })}
      action={t('token:revoke.act')}
    >
      <Text>{props.means}</Text>
    </ConfirmDialog>
  );
}
