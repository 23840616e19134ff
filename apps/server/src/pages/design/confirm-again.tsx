import type { Difference, StatedFact, StatedValue } from '@pristan/rules';
import { frozenFactNames, scopesWithin } from '@pristan/rules';
import type { TextKey } from '../texts.ts';
import { usePage } from './page-context.ts';
import { Notice } from './notice.tsx';
import { Phrase } from './phrase.tsx';
import { exactTime } from './time.tsx';

/**
 * Note above a page that asks once more: says that nothing was done, and why; lists old and new values of what changed.
 */
export function ConfirmAgain() {
  const { again, t } = usePage();
  if (again === null) return null;
  if (again.kind !== 'changed') {
    return (
      <Notice tone="buoy" live title={t(`frame:again.${again.kind}.title`)}>
        <p>{t(`frame:again.${again.kind}.means`)}</p>
      </Notice>
    );
  }
  const changed = again.changed.length > 1 ? again.changed.filter(({ fact }) => fact !== 'version') : again.changed;
  return (
    <Notice tone="bad" live title={t('frame:again.changed.title')}>
      <p>{t('frame:again.changed.means')}</p>
      <ul class="changed">
        {changed.map((one) => (
          <li key={one.fact}>
            <Changed {...one} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Changed({ fact, was, now }: Difference<StatedFact>) {
  const { t } = usePage();
  const name = t(`frame:fact.${fact}`);
  if (fact === 'version') return <>{name}</>;
  return (
    <Phrase
      text="frame:again.changed.line"
      parts={{
        fact: <strong>{name}</strong>,
        was: (
          <del>
            <Value fact={fact} value={was} />
          </del>
        ),
        now: (
          <ins>
            <Value fact={fact} value={now} />
          </ins>
        ),
      }}
    />
  );
}

function Value({ fact, value }: { fact: StatedFact; value: StatedValue | undefined }) {
  const { t, language, zone } = usePage();
  if (value === undefined) return <>–</>;
  if (typeof value === 'boolean') return <>{t(value ? 'frame:stated.yes' : 'frame:stated.no')}</>;
  if (typeof value === 'number') return <>{fact === 'movesAt' ? exactTime(value, { language, zone }) : value}</>;
  if (typeof value === 'string') return isWord(value, fact) ? <>{t(`frame:stated.${value}`)}</> : <bdi>{value}</bdi>;
  if (value.length === 0) return <>{t('frame:stated.nothing')}</>;
  const names = namesOf(fact, value)?.map((name) => t(name)) ?? value;
  return <bdi>{new Intl.ListFormat(language).format(names)}</bdi>;
}

/** Names of the entries in a changed list; absent where the values are shown as they are. */
function namesOf(fact: StatedFact, value: readonly string[]): readonly TextKey[] | undefined {
  if (fact === 'scopes') return scopesWithin('public', value).map((scope): TextKey => `terms:scope.${scope}.name`);
  if (fact !== 'unreviewed') return undefined;
  return frozenFactNames
    .filter((name) => value.includes(name))
    .map((name): TextKey => `registry:unreviewed.fact.${name}`);
}

const words = {
  publication: ['private', 'unmoderated', 'published', 'external'],
  role: ['admin', 'member'],
  access: ['full', 'own'],
  what: ['install', 'enable', 'code'],
} as const;

type Word = (typeof words)[keyof typeof words][number];

/** Whether a value of this fact is shown in words of the page's language. */
function isWord(value: string, fact: StatedFact): value is Word {
  const known: Partial<Record<StatedFact, readonly string[]>> = words;
  return known[fact]?.includes(value) === true;
}
