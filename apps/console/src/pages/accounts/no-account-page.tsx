import { useTexts } from '../../texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Heading } from '../../ui/heading.tsx';

/** Page for a user who is in no account. */
export function NoAccountPage() {
  const { t } = useTexts();
  return (
    <>
      <Heading title={t('accounts:none.title')} />
      <Empty>{t('accounts:none.what')}</Empty>
    </>
  );
}
