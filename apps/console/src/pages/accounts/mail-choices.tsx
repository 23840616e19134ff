import { Checkbox, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { pathOf } from '@pristan/wire';
import { queries, type NoticeChoice } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';

/** Switches for the kinds of notifications that also come by mail. Each change is stored at once and confirmed. */
export function MailChoices() {
  const { t } = useTexts();
  const { kinds } = useSuspenseQuery(queries.noticeChoices()).data;
  const choose = useWrite(
    (send, { kind, by_mail }: NoticeChoice) => send('choose_notice_letters', { params: { kind }, body: { by_mail } }),
    pathOf('list_notice_choices', {}),
  );
  const asked = choose.variables;
  return (
    <section className="sheet" aria-labelledby="letters">
      <Title order={2} id="letters">
        {t('accounts:me.letters.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="md" maw="64ch">
        {t('accounts:me.letters.what')}
      </Text>
      <Stack gap="sm" role="group" aria-labelledby="letters">
        {kinds.map(({ kind, by_mail }) => (
          <Checkbox
            key={kind}
            label={t(`notices:${kind}`)}
            checked={choose.isPending && asked?.kind === kind ? asked.by_mail : by_mail}
            onChange={({ currentTarget }) => choose.mutate({ kind, by_mail: currentTarget.checked })}
          />
        ))}
      </Stack>
      <Text role="status" c="var(--good)" size="sm" mt="md" mih="1.5em">
        {choose.isSuccess &&
          asked !== undefined &&
          t(`accounts:me.letters.saved.${asked.by_mail ? 'on' : 'off'}`, { kind: t(`notices:${asked.kind}`) })}
      </Text>
      <Refusal error={choose.error} />
      <Text c="dimmed" size="sm" mt="sm" maw="64ch">
        {t('accounts:me.letters.always')}
      </Text>
    </section>
  );
}
