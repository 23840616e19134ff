import { Button, Text, Title } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import type { InstallationDetail } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

/**
 * Switch that allows or forbids code requests by the developer's server. Renders nothing for an integration without a
 * widget.
 */
export function CodeRequestSwitch({
  accountId,
  one,
}: {
  readonly accountId: string;
  readonly one: InstallationDetail;
}) {
  const { t } = useTexts();
  const params = { account_id: accountId, client_id: one.client_id };
  const toggle = useWrite(
    (send, allowed: boolean) => send('switch_fresh_codes', { params, body: { allowed } }),
    pathOf('list_installations', params),
  );
  if (!one.ways.widget || one.state !== 'enabled') return null;
  const { fresh_codes: now } = one;
  const { code_asked_at: askedAt } = one.other_side;
  return (
    <section aria-labelledby="fresh-codes" className="sheet">
      <Title order={2} id="fresh-codes" mb="sm">
        {t('install:fresh-codes.title')}
      </Title>
      <Text role="status" maw="68ch">
        {t(`install:fresh-codes.now.${now}`)}
      </Text>
      <Text size="sm" c="dimmed" mt="xs" mb="sm">
        {askedAt === null ? (
          t('install:fresh-codes.not-asked')
        ) : (
          <>
            {t('install:fresh-codes.asked')} <Time at={askedAt} />
          </>
        )}
      </Text>
      <Button variant="default" onClick={() => toggle.mutate(now === 'forbidden')} loading={toggle.isPending}>
        {t(`install:fresh-codes.change.${now}`)}
      </Button>
      <Refusal error={toggle.error} />
    </section>
  );
}
