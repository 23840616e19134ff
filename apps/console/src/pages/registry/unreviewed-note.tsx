import { Alert, Text } from '@mantine/core';
import type { Integration } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { scopes } from './scopes.ts';

type Change = Integration['unreviewed_changes'][number];

/**
 * Lists what has changed since the integration’s review; accounts are warned about it. Renders nothing without changes.
 */
export function UnreviewedNote({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTexts();
  if (changes.length === 0) return null;
  return (
    <Alert role="note" color="buoy" variant="light" title={t('registry:unreviewed.title')}>
      <ul className="unreviewed">
        {changes.map((change) => (
          <li key={change.fact}>
            <ChangeLine {...change} />
          </li>
        ))}
      </ul>
      <Text>{t('registry:unreviewed.what')}</Text>
    </Alert>
  );
}

function ChangeLine({ fact, reviewed, now }: Change) {
  const { t } = useTexts();
  const name = t(`registry:unreviewed.fact.${fact}`);
  if (fact === 'logo') return t('registry:unreviewed.changed', { name });
  const inWords = (values: readonly string[]) =>
    values.length === 0 ? t('registry:unreviewed.none') : values.map(valueIn(fact)).join(', ');
  return t('registry:unreviewed.replaced', { name, now: inWords(now), reviewed: inWords(reviewed) });

  function valueIn(of: Change['fact']) {
    return (value: string): string => {
      const scope = of === 'scopes' ? scopes.find((one) => one === value) : undefined;
      if (scope !== undefined) return t(`terms:scope.${scope}.name`);
      return of === 'widget' ? t('registry:unreviewed.version', { number: value }) : value;
    };
  }
}
