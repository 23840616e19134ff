import { Button, Group, NativeSelect, Text, Title } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import { useState } from 'react';
import type { ActiveSecret } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

const overlaps = ['0', '24', '168', '720'] as const;

interface Rotation {
  readonly hours: string;
  readonly replaces: string;
}

/** Id of the newest active secret. A rotation names it, so that a key rotated elsewhere is not rotated again. */
export function newestSecretId(secrets: readonly ActiveSecret[]): string {
  // An integration always has one; without it the API refuses the rotation.
  return secrets.find(({ ends_at: ends }) => ends === null)?.secret_id ?? '';
}

/** Rotates the secret key. Asks first if the rotation would end an active key at once. */
export function RotateSection(props: {
  readonly accountId: string;
  readonly clientId: string;
  readonly secrets: readonly ActiveSecret[];
  /** The secret key that the page shows; messages about an earlier key are obsolete. */
  readonly secret: string | undefined;
  readonly onNew: (secret: string) => void;
}) {
  const { t } = useTexts();
  const params = { account_id: props.accountId, client_id: props.clientId };
  const [overlap, setOverlap] = useState('24');
  const rotate = useWrite(
    (send, { hours, replaces }: Rotation) =>
      send('rotate_secret', { params, body: { replaces, overlap_hours: Number(hours) } }),
    pathOf('list_secrets', params),
  );
  const confirmed = useConfirmed(rotate, ({ client_secret }) => props.onNew(client_secret));
  // At most two secret keys are active: a rotation ends the key left by an earlier rotation.
  const isThird = props.secrets.length > 1;

  function press(): void {
    const rotation = { hours: overlap, replaces: newestSecretId(props.secrets) };
    if (overlap === '0' || isThird) confirmed.ask(rotation);
    else rotate.mutate(rotation, { onSuccess: ({ client_secret }) => props.onNew(client_secret) });
  }

  return (
    <section aria-labelledby="rotation" className="sheet">
      <Title order={2} id="rotation">
        {t('registry:rotate.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:rotate.what')}
      </Text>
      <Group align="flex-end">
        <NativeSelect
          label={t('registry:rotate.overlap')}
          value={overlap}
          onChange={({ currentTarget }) => setOverlap(currentTarget.value)}
          data={overlaps.map((hours) => ({ value: hours, label: t(`registry:rotate.hours.${hours}`) }))}
        />
        <Button variant="outline" color="bad" onClick={press} loading={rotate.isPending}>
          {t('registry:rotate.do')}
        </Button>
      </Group>
      <div aria-live="polite">
        {rotate.data !== undefined && rotate.data.client_secret === props.secret && (
          <Text mt="sm">
            {rotate.variables.hours === '0' ? (
              t('registry:rotate.done-now')
            ) : (
              <>
                {t('registry:rotate.done')} <Time at={rotate.data.old_secret_ends_at} />
              </>
            )}
          </Text>
        )}
        {!confirmed.dialog.opened && <Refusal error={rotate.error} />}
      </div>
      <ConfirmDialog {...confirmed.dialog} title={t('registry:rotate.asked.title')} action={t('registry:rotate.do')}>
        <ul className="consequences">
          <li>{t(overlap === '0' ? 'registry:rotate.asked.none' : 'registry:rotate.asked.some')}</li>
          {isThird && <li>{t('registry:rotate.asked.third')}</li>}
          <li>{t('registry:rotate.asked.tokens')}</li>
        </ul>
      </ConfirmDialog>
    </section>
  );
}
