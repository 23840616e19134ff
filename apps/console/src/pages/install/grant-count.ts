import type { Installation } from '../../api/queries.ts';
import type { Texts } from '../../texts.ts';

/** The platform counts up to this number. */
const countedMax = 1000;

/** Number of live grants: "3 grants", "1000 grants or more". */
export function grantCount(t: Texts['t'], { grant_count: count }: Pick<Installation, 'grant_count'>): string {
  const words = t('install:grants', { count });
  return count < countedMax ? words : t('install:grants-more', { grants: words });
}
