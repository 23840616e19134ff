import { Phrase } from '../design/phrase.tsx';
import { usePage } from '../design/setting.ts';
import { Time } from '../design/time.tsx';

/** What ended somebody's access. */
export type EndedReason =
  | 'grant_revoked'
  | 'person_deactivated'
  | 'installation_disabled'
  | 'integration_stopped'
  | 'secret_revoked'
  | 'integration_adopted'
  | 'token_revoked'
  | 'idle';

/** An access whose tokens are refused, and why. Instants are epoch milliseconds. */
export interface EndedAccessView {
  readonly person: string;
  readonly reason: EndedReason;
  /** `null` when that is not known any more. */
  readonly at: number | null;
  /** A person of this account by name; `null`: nobody of it, or not known. */
  readonly by: string | null;
}

/** Whose access ended, when, by whom, and what brings it back. */
export function EndedAccess(props: { readonly ended: readonly EndedAccessView[] }) {
  const { t } = usePage();
  if (props.ended.length === 0) return null;
  return (
    <>
      <h4 class="label">{t('install:ended.title')}</h4>
      <p class="muted small">{t('install:ended.means')}</p>
      <ul class="rows">
        {props.ended.map((one) => (
          <li class="row" key={`${one.person} ${one.at}`}>
            <div class="row-main">
              <span class="row-title">
                <bdi>{one.person}</bdi>
              </span>
              <span class="muted">
                {t(`install:ended.reason.${one.reason}`)}
                {one.at !== null && ' · '}
                {one.at !== null && <Time at={one.at} />}
                {one.by !== null && ' · '}
                {one.by !== null && <Phrase text="install:ended.by" parts={{ who: <bdi>{one.by}</bdi> }} />}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
