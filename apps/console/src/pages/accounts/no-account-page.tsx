import { useTexts } from '../../texts.ts';
import { EmptyList } from '../../ui/empty-list.tsx';
import { Heading } from '../../ui/heading.tsx';

/** Page for a user who is in no account. */
export function NoAccountPage() {
  const { t } = useTexts();
  return (
    <>
      <Heading title={t('accounts:none.title')} />
      <EmptyList>{t('accounts:none.what')}</EmptyList>
    </>
  );
}
