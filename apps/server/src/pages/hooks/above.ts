import type { Crumb } from '../design/crumbs.tsx';
import type { Texts } from '../texts.ts';

/** The integration that a delivery page is about, and its technical account. */
export interface Above {
  readonly homeUrl: string;
  readonly account: Crumb;
  readonly integration: Crumb;
}

/** The way to the log. */
export function trailTo({ homeUrl, account, integration }: Above, t: Texts['t']): readonly Crumb[] {
  return [{ text: t('accounts:home.title'), href: homeUrl }, account, integration];
}
