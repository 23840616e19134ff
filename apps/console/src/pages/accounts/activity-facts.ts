import type { ActivityEntry } from '../../api/queries.ts';
import type { Texts } from '../../texts.ts';
import { languageName } from '../../ui/language-name.ts';

/** What a line of the log tells besides, each in a few words. */
export function factWords(
  { t, language }: Texts,
  { kind, person, integration_name, client_id, facts }: ActivityEntry,
): string[] {
  const words: string[] = [];
  const { before, after } = facts;
  if (person !== null) words.push(t('accounts:activity.by', { name: person.name }));
  if (facts.person !== null && facts.person.id !== person?.id)
    words.push(
      t(client_id === null ? 'accounts:activity.whom' : 'accounts:activity.whose', { name: facts.person.name }),
    );
  if (facts.token !== null) words.push(t('accounts:activity.with-token', { name: facts.token.name }));
  if (facts.email !== null) words.push(facts.email);
  if (integration_name !== null) words.push(integration_name);
  if (facts.name !== null && facts.name !== integration_name)
    words.push(t('accounts:activity.named', { name: facts.name }));
  if (before !== null && after !== null && before.role !== after.role)
    words.push(
      t('accounts:activity.change', {
        before: t(`accounts:role.${before.role}`),
        after: t(`accounts:role.${after.role}`),
      }),
    );
  if (before !== null && after !== null && before.state !== after.state) words.push(t(`accounts:state.${after.state}`));
  if (facts.role !== null) words.push(t(`accounts:role.${facts.role}`));
  if (facts.state !== null && (kind === 'integration_switched' || kind === 'fresh_codes_switched'))
    words.push(t(`accounts:activity.state.${facts.state}`));
  if (facts.full_access === true) words.push(t('accounts:activity.full'));
  if (facts.at_once === true) words.push(t('accounts:activity.at-once'));
  if (facts.language !== null) words.push(languageName(facts.language, language));
  if (facts.number !== null) words.push(t('accounts:activity.version', { number: facts.number }));
  return words;
}
