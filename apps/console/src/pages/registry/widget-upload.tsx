import { Alert, Button, FileButton, Group, Text, Title } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import { useRef, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { formatBytes } from '../../ui/bytes.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { WidgetFindings } from './widget-findings.tsx';

/** Largest archive that the platform accepts, in bytes; a larger file is refused without sending it. */
const bytesMax = 20 * 1024 * 1024;

/** Uploads the next version of a widget, with progress and all problems of the archive. */
export function WidgetUpload({ accountId, clientId }: { readonly accountId: string; readonly clientId: string }) {
  const texts = useTexts();
  const { t } = texts;
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState(0);
  const forget = useRef<() => void>(null);
  const params = { account_id: accountId, client_id: clientId };
  const send = useWrite(
    (send, bytes: File) => send.upload('upload_widget', { params, bytes, type: 'application/zip' }, setShare),
    pathOf('list_widgets', params),
  );
  const tooLarge = file !== undefined && file.size > bytesMax;

  function choose(chosen: File | null): void {
    if (chosen === null) return;
    setFile(chosen);
    setShare(0);
    // An upload that is running shows its result even if another file is chosen meanwhile.
    if (chosen.size <= bytesMax) send.mutate(chosen);
    else send.reset();
    // Resets the file input, so that choosing the same file again after a correction counts as a change.
    forget.current?.();
  }

  return (
    <section className="sheet" aria-labelledby="upload">
      <Title order={2} id="upload">
        {t('widget:upload.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('widget:upload.what')}
      </Text>
      <Group>
        <FileButton
          resetRef={forget}
          accept=".zip,application/zip,application/x-zip-compressed"
          onChange={choose}
          inputProps={{ 'aria-label': t('widget:upload.choose') }}
        >
          {(props) => (
            <Button {...props} disabled={send.isPending}>
              {t('widget:upload.choose')}
            </Button>
          )}
        </FileButton>
        {file !== undefined && (
          <Text size="sm" className="mono">
            <bdi>{file.name}</bdi> · {formatBytes(file.size, texts)}
          </Text>
        )}
      </Group>
      {send.isPending && <Progress share={share} />}
      <div role="status">
        {send.isSuccess && (
          <Text mt="sm" c="var(--good)">
            {t('widget:upload.done', { number: send.data.number })}
          </Text>
        )}
      </div>
      {send.isSuccess && <WidgetFindings findings={send.data.findings} />}
      {tooLarge && (
        <Alert color="bad" variant="light" role="alert" mt="sm">
          {t('widget:upload.too-large', { max: formatBytes(bytesMax, texts) })}
        </Alert>
      )}
      <Report error={send.error} />
    </section>
  );
}

function Progress({ share }: { readonly share: number }) {
  const { t } = useTexts();
  return (
    <div>
      <progress className="progress" value={share} max={1} aria-label={t('widget:upload.progress')} />
      <Text size="sm" c="dimmed">
        {share < 1 ? t('widget:upload.sending') : t('widget:upload.checking')}
      </Text>
    </div>
  );
}

/** Lists all problems of a refused archive by file and position, so that one round of corrections is enough. */
function Report({ error }: { readonly error: Error | null }) {
  const { t } = useTexts();
  if (!(error instanceof ApiProblem) || error.fields.length === 0) return <Refusal error={error} />;
  return (
    <Alert
      color="bad"
      variant="light"
      role="alert"
      mt="sm"
      title={t('widget:report.title', { count: error.fields.length })}
    >
      <Text size="sm">{t('widget:report.means')}</Text>
      <ul className="report" aria-label={t('widget:report.list')}>
        {error.fields.map((problem) => (
          <li key={`${problem.file} ${problem.field} ${problem.code}`}>
            <Group gap="0 8px">
              {problem.file !== undefined && <span className="mono report-file">{problem.file}</span>}
              {problem.field !== '' && <span className="mono">{problem.field}</span>}
            </Group>
            {problem.detail}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
