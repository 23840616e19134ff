import { Phrase } from '../design/phrase.tsx';
import { usePage } from '../design/setting.ts';
import { Time } from '../design/time.tsx';

/** A refresh token that was exchanged and later presented again. Instants are epoch milliseconds. */
export interface RefusedTokenView {
  /** Who granted the access; `null` when that is not known any more. */
  readonly person: string | null;
  readonly firstUse: { readonly at: number; readonly address: string } | null;
  readonly again: { readonly at: number; readonly address: string };
  readonly count: number;
}

/** Which tokens of an integration were refused, and what it takes to tell an old copy from a theft. */
export function RefusedTokens(props: { readonly refused: readonly RefusedTokenView[] }) {
  const { t } = usePage();
  if (props.refused.length === 0) return null;
  return (
    <>
      <h4 class="label">{t('install:refused.title')}</h4>
      <p class="muted small">{t('install:refused.means')}</p>
      <ul class="rows">
        {props.refused.map((token) => (
          <li class="row" key={`${token.again.at} ${token.again.address}`}>
            <div class="row-main">
              {token.person !== null && (
                <span class="row-title">
                  <bdi>{token.person}</bdi>
                </span>
              )}
              <span class="muted">
                {token.firstUse !== null && <Use what="install:refused.first" use={token.firstUse} />}
                {token.firstUse !== null && ' · '}
                <Use what="install:refused.again" use={token.again} />
                {token.count > 1 && ' · '}
                {token.count > 1 && t('install:refused.times', { count: token.count })}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Use(props: {
  readonly what: 'install:refused.first' | 'install:refused.again';
  readonly use: { readonly at: number; readonly address: string };
}) {
  const { at, address } = props.use;
  const parts = {
    when: <Time at={at} />,
    address: (
      <bdi class="mono" dir="ltr">
        {address}
      </bdi>
    ),
  };
  return <Phrase text={props.what} parts={parts} />;
}
