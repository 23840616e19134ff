import { useTexts } from '../../texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Heading } from '../../ui/heading.tsx';

/** Page for a person without any account. */
export function NoAccountPage() {
  const { t } = useTexts();
  return (
    <>
      <Heading title={t('accounts:none.title')} />
      <Empty>{t('accounts:none.what')}</Empty>
    </>
  );
}
