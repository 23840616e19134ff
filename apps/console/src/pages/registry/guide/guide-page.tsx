import './guide.css';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../../api/queries.ts';
import { useWrite } from '../../../api/write.ts';
import { useTexts } from '../../../texts.ts';
import { Announcer } from './announcer.tsx';
import { CodeStep } from './code-step.tsx';
import { NextSteps } from './next-steps.tsx';
import { CredentialsStep } from './credentials-step.tsx';
import { codeLanguages } from './languages.ts';
import { codeIn } from './quote.ts';
import { RefusedNote } from './refused-note.tsx';
import { SnippetView } from './snippet-view.tsx';
import { placeholders } from './snippet-values.ts';
import { GuideStep } from './guide-step.tsx';
import { stepDoneAt, type SeenStep } from './steps.ts';

const guide = '/accounts/$accountId/integrations/$clientId/guide';
/** Interval at which the guide asks for progress while the page is visible. */
const POLL_MS = 2_000;

/**
 * Guide from a new integration to its first token and API call; the commands contain the integration’s own keys and
 * URLs.
 */
export function GuidePage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: guide });
  const { lang = 'curl' } = useSearch({ from: guide });
  const integration = useSuspenseQuery(queries.integration(accountId, clientId)).data;
  const seen = useSuspenseQuery({ ...queries.firstToken(accountId, clientId), refetchInterval: POLL_MS }).data;
  const [pasted, setPasted] = useState('');
  const reveal = useWrite(
    (send) => send('reveal_secret', { params: { account_id: accountId, client_id: clientId } }),
    () => undefined,
  );
  const secret = reveal.data?.client_secret;
  const redirectUri = integration.redirect_uri;
  const own = { accountId, clientId, redirectUri };
  const done = (step: SeenStep) => stepDoneAt(seen, step, Date.now() / 1000);
  const code = codeIn(pasted);
  const shown = {
    language: lang,
    filled: {
      clientId,
      redirectUri,
      clientSecret: secret ?? placeholders.secret,
      code: code === '' ? placeholders.code : code,
      tokenUrl: seen.addresses.token,
      apiUrl: seen.addresses.api,
    },
  };
  return (
    <Stack gap="lg">
      <Announcer seen={seen} />
      <Text c="dimmed" maw="68ch">
        {t('guide:lead')}
      </Text>
      <LanguageChoice chosen={lang} />
      <ol className="steps">
        <GuideStep number={1} name="have">
          <CredentialsStep
            {...own}
            secret={secret}
            pending={reveal.isPending}
            error={reveal.error}
            onReveal={() => reveal.mutate(undefined)}
          />
          {lang === 'php' && <Text maw="68ch">{t('guide:php')}</Text>}
          <SnippetView {...shown} step="prepare" />
        </GuideStep>
        <GuideStep number={2} name="code" done={done('code')}>
          <CodeStep {...own} seen={seen} pasted={pasted} onPaste={setPasted} />
        </GuideStep>
        <GuideStep number={3} name="exchange" done={done('exchange')}>
          <Text maw="68ch">{t('guide:exchange')}</Text>
          <SnippetView {...shown} step="exchange" />
          <RefusedNote seen={seen} redirectUri={redirectUri} />
        </GuideStep>
        <GuideStep number={4} name="call" done={done('call')}>
          <Text maw="68ch">{t('guide:call')}</Text>
          <SnippetView {...shown} step="call" />
        </GuideStep>
        <GuideStep number={5} name="refresh" done={done('refresh')}>
          <Text maw="68ch">{t(lang === 'curl' ? 'guide:refresh-curl' : 'guide:refresh')}</Text>
          <SnippetView {...shown} step="refresh" />
        </GuideStep>
        <GuideStep number={6} name="on">
          <NextSteps accountId={accountId} clientId={clientId} />
        </GuideStep>
      </ol>
    </Stack>
  );
}

/** Chooses the language of the guide's commands. */
function LanguageChoice({ chosen: lang }: { readonly chosen: (typeof codeLanguages)[number] }) {
  const { t } = useTexts();
  const navigate = useNavigate({ from: guide });
  return (
    <SegmentedControl
      aria-label={t('guide:language.label')}
      value={lang}
      onChange={(chosen) =>
        void navigate({
          search: { lang: codeLanguages.find((one) => one === chosen) ?? 'curl' },
          replace: true,
          resetScroll: false,
        })
      }
      data={codeLanguages.map((value) => ({ value, label: t(`guide:language.${value}`) }))}
      className="languages"
    />
  );
}
