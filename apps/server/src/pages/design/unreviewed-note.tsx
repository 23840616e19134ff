import type { FrozenFact } from '@pristan/rules';
import { scopeNames } from '@pristan/wire';
import { Notice } from './notice.tsx';
import { Phrase } from './phrase.tsx';
import { usePage } from './page-context.ts';
import type { TextKey } from '../texts.ts';

/** One fact of an integration that has changed since the review. */
export interface UnreviewedLine {
  readonly fact: FrozenFact;
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** Most changed values that a line names; the others are counted. */
const spelt = 3;

/** Note that lists the changes of an integration since its review; renders nothing when there are none. */
export function UnreviewedNote({ lines }: { lines: readonly UnreviewedLine[] }) {
  const { t } = usePage();
  if (lines.length === 0) return null;
  return (
    <Notice tone="buoy" title={t('registry:unreviewed.title')}>
      <ul class="small">
        {lines.map((line) => (
          <li key={line.fact}>
            {t(`registry:unreviewed.fact.${line.fact}`)}: <Change {...line} />
          </li>
        ))}
      </ul>
      <p>{t('registry:unreviewed.means')}</p>
    </Notice>
  );
}

const lists: readonly FrozenFact[] = ['scopes', 'button_origins', 'link_hosts'];

function Change({ fact, added, gone }: UnreviewedLine) {
  const { t } = usePage();
  if (fact === 'logo') return <>{t('registry:unreviewed.changed')}</>;
  const parts = { now: <Values fact={fact} values={added} />, was: <Values fact={fact} values={gone} /> };
  const of = (text: TextKey) => <Phrase text={text} parts={parts} />;
  if (added.length === 0) return of('registry:unreviewed.gone');
  if (lists.includes(fact)) {
    if (gone.length === 0) return of('registry:unreviewed.added');
    return (
      <>
        {of('registry:unreviewed.added')}; {of('registry:unreviewed.gone')}
      </>
    );
  }
  if (gone.length === 0) return of('registry:unreviewed.now');
  return of(added[0] === gone[0] ? 'registry:unreviewed.same-host' : 'registry:unreviewed.replaced');
}

function Values({ fact, values }: { fact: FrozenFact; values: readonly string[] }) {
  const { t } = usePage();
  const inWords = (value: string): string => {
    if (fact === 'widget') return t('registry:unreviewed.version', { number: value });
    const scope = scopeNames.find((name) => name === value);
    return scope === undefined ? value : t(`terms:scope.${scope}.name`);
  };
  const rest = values.length - spelt;
  return (
    <>
      {values.slice(0, spelt).map((value, index) => (
        <>
          {index > 0 && ', '}
          <bdi>{inWords(value)}</bdi>
        </>
      ))}
      {rest > 0 && t('registry:unreviewed.more', { rest })}
    </>
  );
}
