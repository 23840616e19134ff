import { usePage } from './page-context.ts';

/** One link in the path from the first page down to this page. */
export interface Crumb {
  readonly text: string;
  readonly href: string;
}

/** Links to the pages above this page. */
export function Crumbs(props: { trail: readonly Crumb[] }) {
  const { t } = usePage();
  return (
    <nav class="crumbs" aria-label={t('frame:crumbs')}>
      <ol>
        {props.trail.map((crumb) => (
          <li key={crumb.href}>
            <a href={crumb.href}>
              <bdi>{crumb.text}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
