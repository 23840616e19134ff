import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FirstToken } from '../../../api/queries.ts';
import { useTexts } from '../../../texts.ts';
import { stepsDoneSince, openRefusal, reasonKey } from './steps.ts';

/**
 * Announces each newly completed step of the guide to screen readers; steps completed before the page opened are not
 * announced.
 */
export function Announcer({ seen }: { readonly seen: FirstToken }) {
  const { t } = useTexts();
  const before = useRef(seen);
  const [words, setWords] = useState('');
  useEffect(() => {
    const news = stepsDoneSince(before.current, seen, Date.now() / 1000).map((step) => t(`guide:news.${step}`));
    const refused = openRefusal(seen);
    if (refused !== null && refused.at !== before.current.refused?.at)
      news.push(`${t('guide:refused-title')} ${t(reasonKey(refused.reason))}`);
    before.current = seen;
    if (news.length > 0) setWords(news.join(' '));
  }, [seen, t]);
  return <VisuallyHidden role="status">{words}</VisuallyHidden>;
}
