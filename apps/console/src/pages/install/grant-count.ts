import type { Installation } from '../../api/queries.ts';
import type { Texts } from '../../texts.ts';

/** The API counts an integration’s grants up to this number only. */
const countedMax = 1000;

/** Formats the number of an installation’s live grants: "3 grants", "1000 grants or more". */
export function grantCount(t: Texts['t'], { grant_count: count }: Pick<Installation, 'grant_count'>): string {
  const words = t('install:grants', { count });
  return count < countedMax ? words : t('install:grants-more', { grants: words });
}
