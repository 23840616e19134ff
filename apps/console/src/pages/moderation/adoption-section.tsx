import { Button, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { pathOf } from '@pristan/wire';
import { useRef } from 'react';
import { queries, type Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';
import { AdoptionRow } from './adoption-row.tsx';

/**
 * Number of clones that this published integration can adopt, the button that announces an adoption, and earlier
 * adoptions. Renders nothing when there are neither clones nor adoptions. @see docs/spec/dialect.md#adoption
 */
export function AdoptionSection({ integration }: { readonly integration: Integration }) {
  const { t, language } = useTexts();
  const accountId = String(integration.account_id);
  const params = { account_id: accountId, client_id: integration.client_id };
  const { possible, origin, clones, accounts, adoptions } = useSuspenseQuery(
    queries.adoption(accountId, integration.client_id),
  ).data;
  const heading = useRef<HTMLHeadingElement>(null);
  const start = useWrite((send) => send('start_adoption', { params }), pathOf('preview_adoption', params));
  const confirmed = useConfirmed(start);
  const digits = new Intl.NumberFormat(language);
  if (!possible && adoptions.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="adoption">
      <Title order={2} id="adoption" ref={heading} tabIndex={-1}>
        {t('moderation:adoption.title')}
      </Title>
      {possible && (
        <>
          <Text c="dimmed" size="sm" mb="sm" maw="64ch">
            {t('moderation:adoption.what')}
          </Text>
          <dl className="facts">
            <dt>{t('moderation:adoption.origin')}</dt>
            <dd className="mono">{origin}</dd>
            <dt>{t('moderation:adoption.clones')}</dt>
            <dd>{digits.format(clones)}</dd>
            <dt>{t('moderation:adoption.accounts')}</dt>
            <dd>{digits.format(accounts)}</dd>
          </dl>
          <Button mt="sm" variant="default" onClick={() => confirmed.ask(undefined)}>
            {t('moderation:adoption.do')}
          </Button>
        </>
      )}
      <Text role="status" mt={start.isSuccess ? 'sm' : 0}>
        {start.isSuccess && t('moderation:adoption.told')}
      </Text>
      {adoptions.length > 0 && (
        <ul className="rows">
          {adoptions.map((adoption) => (
            <AdoptionRow key={adoption.adoption_id} {...adoption} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        {...confirmed.dialog}
        back={heading}
        title={t('moderation:adoption.asked.title')}
        action={t('moderation:adoption.do')}
      >
        <ul className="consequences">
          <li>{t('moderation:adoption.asked.told', { count: accounts })}</li>
          <li>{t('moderation:adoption.asked.then')}</li>
          <li>{t('moderation:adoption.asked.after')}</li>
          <li>{t('moderation:adoption.asked.final')}</li>
        </ul>
      </ConfirmDialog>
    </section>
  );
}
