import { Button, Group, Text, TextInput } from '@mantine/core';
import type { FirstToken } from '../../../api/queries.ts';
import { serverPaths } from '../../../paths.ts';
import { useTexts } from '../../../texts.ts';
import { Time } from '../../../ui/time.tsx';
import { hasUsableCode } from './steps.ts';

/** Step of the guide with two ways to get an authorization code, and the field to paste it. */
export function CodeStep(props: {
  readonly accountId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly seen: FirstToken;
  readonly pasted: string;
  readonly onPaste: (text: string) => void;
}) {
  const { t } = useTexts();
  const { accountId, clientId, seen } = props;
  const now = Date.now() / 1000;
  const authorize = `${seen.addresses.authorize}?client_id=${clientId}&state=guide`;
  const ranOut = seen.code !== null && seen.code.redeemed_at === null && !hasUsableCode(seen, now);
  return (
    <>
      <Text maw="68ch">{t('guide:code.what')}</Text>
      <Text maw="68ch">{t('guide:code.by-page')}</Text>
      <Group>
        {/* Beside this page, which keeps the secret that was shown and the language that was chosen. */}
        <Button component="a" href={serverPaths.code(accountId, clientId)} target="_blank">
          {t('guide:code.open-page')}
        </Button>
      </Group>
      <Text maw="68ch">
        {t('guide:code.by-link')} <bdi className="mono">{props.redirectUri}</bdi>
      </Text>
      <Group>
        <Button component="a" href={authorize} target="_blank" variant="default">
          {t('guide:code.open-link')}
        </Button>
      </Group>
      <TextInput
        label={t('guide:code.paste')}
        description={t('guide:code.paste-what')}
        value={props.pasted}
        onChange={({ currentTarget }) => props.onPaste(currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--code)' } }}
      />
      {hasUsableCode(seen, now) && (
        <Text size="sm">
          {t('guide:code.waits')} <Time at={seen.code?.expires_at ?? 0} />
        </Text>
      )}
      {ranOut && (
        <Text size="sm" c="var(--buoy)">
          {t('guide:code.ran-out')}
        </Text>
      )}
    </>
  );
}
