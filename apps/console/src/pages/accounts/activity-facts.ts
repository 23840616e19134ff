import { integrationFieldNames } from '@pristan/wire';
import type { ActivityEntry } from '../../api/queries.ts';
import type { Texts } from '../../texts.ts';
import { languageName } from '../../ui/language-name.ts';

/**
 * A detail of an activity entry in a few words, with the person or integration it names, which can become the filter.
 */
export interface EntryFact {
  readonly words: string;
  /** The words name the person whom the entry concerns, not the actor. */
  readonly isConcerned?: boolean;
  readonly person?: number;
  readonly client?: string;
}

/** Details of an entry in the order of the page: the actor, the person concerned, then everything else. */
export function factsOf(
  { t, language }: Texts,
  { kind, person, actor, program, browser, integration_name, client_id, facts }: ActivityEntry,
): EntryFact[] {
  const told: EntryFact[] = [];
  const tell = (words: string, named: Omit<EntryFact, 'words'> = {}) => void told.push({ words, ...named });
  const { before, after } = facts;
  if (actor === 'operator' || actor === 'platform' || (actor === 'invited' && person === null))
    tell(actor === 'operator' ? t('terms:operator') : t(`accounts:activity.actor.${actor}`));
  if (program !== null)
    tell(t('accounts:activity.actor.program', { name: program.name }), { client: program.client_id });
  if (person !== null) tell(person.name, { person: person.id });
  if (facts.person !== null && facts.person.id !== person?.id)
    tell(facts.person.name, { person: facts.person.id, isConcerned: true });
  if (facts.token !== null) tell(t('accounts:activity.with-token', { name: facts.token.name }));
  if (browser !== null) tell(browser);
  if (facts.email !== null) tell(facts.email);
  if (integration_name !== null) tell(integration_name, client_id === null ? {} : { client: client_id });
  if (facts.name !== null && facts.name !== integration_name) tell(t('accounts:activity.named', { name: facts.name }));
  if (before !== null && after !== null && before.role !== after.role)
    tell(
      t('accounts:activity.change', {
        before: t(`terms:role.${before.role}`),
        after: t(`terms:role.${after.role}`),
      }),
    );
  if (before !== null && after !== null && before.state !== after.state) tell(t(`accounts:state.${after.state}`));
  if (facts.role !== null) tell(t(`terms:role.${facts.role}`));
  if (facts.state !== null && (kind === 'integration_switched' || kind === 'fresh_codes_switched'))
    tell(t(`accounts:activity.state.${facts.state}`));
  if (facts.full_access === true) tell(t('accounts:activity.full'));
  if (facts.at_once === true) tell(t('accounts:activity.at-once'));
  if (facts.language !== null) tell(languageName(facts.language, language));
  if (facts.number !== null) tell(t('accounts:activity.version', { number: facts.number }));
  return told;
}

/** Changed values that no form of the integration asks for. */
const others = ['logo', 'subdomain'] as const;

/** Label of a changed field; a widget setting keeps the name from its manifest. */
export function fieldName({ t }: Texts, field: string): string {
  const known = integrationFieldNames.find((one) => one === field);
  if (known !== undefined) return t(`registry:field.${known}.label`);
  const other = others.find((one) => one === field);
  return other === undefined ? field : t(`accounts:activity.field.${other}`);
}
