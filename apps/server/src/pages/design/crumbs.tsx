import { usePage } from './page-context.ts';

/** One step of the path to a page. */
export interface Crumb {
  readonly text: string;
  readonly href: string;
}

/** Links to the pages above this one. */
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
