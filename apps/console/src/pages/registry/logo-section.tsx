import { Avatar, Button, FileButton, Group, Text, Title } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import type { RefObject } from 'react';
import { useRef, useState } from 'react';
import type { Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { LogoPreview } from './logo-preview.tsx';

/** Section for the integration’s logo: the present logo, and a preview of a chosen file. */
export function LogoSection({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const { name, logo_url: logo } = integration;
  const params = { account_id: integration.account_id, client_id: integration.client_id };
  const stale = pathOf('list_integrations', params);
  const heading = useRef<HTMLHeadingElement>(null);
  const forget = useRef<() => void>(null);
  const [file, setFile] = useState<File>();
  const upload = useWrite(
    (send, chosen: File) => send('set_logo', { params, bytes: chosen, type: chosen.type }),
    stale,
  );
  const remove = useConfirmed(useWrite((send) => send('remove_logo', { params }), stale));

  function choose(chosen: File | null): void {
    if (chosen === null) return;
    upload.reset();
    setFile(chosen);
    // Resets the file input, so that choosing the same file again after a correction counts as a change.
    forget.current?.();
  }
  /** Closes the preview. Its focused button disappears, so the focus moves to the heading. */
  function leave(): void {
    setFile(undefined);
    heading.current?.focus();
  }

  return (
    <section className="sheet" aria-labelledby="logo">
      <Title order={2} id="logo" ref={heading} tabIndex={-1}>
        {t('registry:logo.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:logo.what')}
      </Text>
      <Group align="flex-end" mb="sm">
        <PresentLogo name={name} logo={logo} />
        {file !== undefined && <LogoPreview file={file} />}
      </Group>
      <Refusal error={upload.error} />
      <Group mt={upload.isError ? 'sm' : 0}>
        {file !== undefined && (
          <Button onClick={() => upload.mutate(file, { onSuccess: leave })} loading={upload.isPending}>
            {t('registry:logo.use')}
          </Button>
        )}
        <ChooseFile isOther={file !== undefined} disabled={upload.isPending} forget={forget} onChoose={choose} />
        {file !== undefined && (
          <Button
            variant="default"
            disabled={upload.isPending}
            onClick={() => {
              upload.reset();
              leave();
            }}
          >
            {t('console:keep')}
          </Button>
        )}
        {file === undefined && logo !== null && (
          <Button variant="outline" color="bad" onClick={() => remove.ask(undefined)}>
            {t('registry:logo.remove')}
          </Button>
        )}
        <Text role="status" c="var(--good)">
          {upload.isSuccess && t('registry:logo.done')}
        </Text>
      </Group>
      <RemoveDialog remove={remove.dialog} back={heading} />
    </section>
  );
}

function PresentLogo({ name, logo }: { readonly name: string; readonly logo: string | null }) {
  const { t } = useTexts();
  return (
    <figure className="logo">
      {logo === null ? (
        <Avatar alt="" radius={8} w={200} h={136}>
          {[...name][0]?.toUpperCase()}
        </Avatar>
      ) : (
        <img src={logo} alt={t('registry:logo.of', { name })} width={400} height={272} />
      )}
      <figcaption>{t(logo === null ? 'registry:logo.none' : 'registry:logo.now')}</figcaption>
    </figure>
  );
}

function ChooseFile(props: {
  readonly isOther: boolean;
  readonly disabled: boolean;
  readonly forget: RefObject<(() => void) | null>;
  readonly onChoose: (chosen: File | null) => void;
}) {
  const { t } = useTexts();
  return (
    <FileButton resetRef={props.forget} accept="image/png,image/jpeg,image/gif" onChange={props.onChoose}>
      {(button) => (
        <Button {...button} variant="default" disabled={props.disabled}>
          {t(props.isOther ? 'registry:logo.choose-other' : 'registry:logo.choose')}
        </Button>
      )}
    </FileButton>
  );
}

function RemoveDialog({
  remove,
  back,
}: {
  readonly remove: ReturnType<typeof useConfirmed>['dialog'];
  readonly back: RefObject<HTMLHeadingElement | null>;
}) {
  const { t } = useTexts();
  return (
    <ConfirmDialog {...remove} back={back} title={t('registry:logo.asked')} action={t('registry:logo.remove')}>
      <Text>{t('registry:logo.means')}</Text>
    </ConfirmDialog>
  );
}
