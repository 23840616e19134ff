import { LinkButton } from './button.tsx';
import { usePage } from './setting.ts';

/** Where a list goes on; `null`: nowhere. */
export interface PagerView {
  readonly newestUrl: string | null;
  readonly olderUrl: string | null;
}

/** Links to the beginning of a list and to its next page, where there are any. */
export function Pager(props: PagerView & { readonly list: string; readonly sorts?: 'by-time' | 'otherwise' }) {
  const { t } = usePage();
  const byTime = props.sorts !== 'otherwise';
  if (props.newestUrl === null && props.olderUrl === null) return null;
  return (
    <nav class="actions beside" aria-label={props.list}>
      {props.newestUrl !== null && (
        <LinkButton tone="plain" href={props.newestUrl}>
          {t(byTime ? 'frame:newest' : 'frame:first')}
        </LinkButton>
      )}
      {props.olderUrl !== null && (
        <LinkButton tone="plain" href={props.olderUrl}>
          {t(byTime ? 'frame:older' : 'frame:next')}
        </LinkButton>
      )}
    </nav>
  );
}
