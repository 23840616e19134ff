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
export function factsOf(texts: Texts, entry: ActivityEntry): readonly EntryFact[] {
  return [
    ...actorFacts(texts, entry),
    ...subjectFacts(texts, entry),
    ...membershipFacts(texts, entry),
    ...furtherFacts(texts, entry),
  ];
}

function actorFacts({ t }: Texts, { actor, person, program }: ActivityEntry): readonly EntryFact[] {
  const facts: EntryFact[] = [];
  if (actor === 'operator') facts.push({ words: t('terms:operator') });
  if (actor === 'platform' || (actor === 'invited' && person === null))
    facts.push({ words: t(`accounts:activity.actor.${actor}`) });
  if (program !== null)
    facts.push({ words: t('accounts:activity.actor.program', { name: program.name }), client: program.client_id });
  if (person !== null) facts.push({ words: person.name, person: person.id });
  return facts;
}

/** The person, token, browser, address and integration that an entry names besides its actor. */
function subjectFacts({ t }: Texts, entry: ActivityEntry): readonly EntryFact[] {
  const { browser, integration_name: integration, client_id: client } = entry;
  const { person, token, email, name } = entry.facts;
  const facts: EntryFact[] = [];
  if (person !== null && person.id !== entry.person?.id)
    facts.push({ words: person.name, person: person.id, isConcerned: true });
  if (token !== null) facts.push({ words: t('accounts:activity.with-token', { name: token.name }) });
  if (browser !== null) facts.push({ words: browser });
  if (email !== null) facts.push({ words: email });
  if (integration !== null) facts.push({ words: integration, ...(client === null ? {} : { client }) });
  if (name !== null && name !== integration) facts.push({ words: t('accounts:activity.named', { name }) });
  return facts;
}

function membershipFacts({ t }: Texts, { facts: { before, after, role } }: ActivityEntry): readonly EntryFact[] {
  const facts: EntryFact[] = [];
  if (before !== null && after !== null && before.role !== after.role) {
    const roles = { before: t(`terms:role.${before.role}`), after: t(`terms:role.${after.role}`) };
    facts.push({ words: t('accounts:activity.change', roles) });
  }
  if (before !== null && after !== null && before.state !== after.state)
    facts.push({ words: t(`accounts:state.${after.state}`) });
  if (role !== null) facts.push({ words: t(`terms:role.${role}`) });
  return facts;
}

function furtherFacts({ t, language: reader }: Texts, { kind, facts: told }: ActivityEntry): readonly EntryFact[] {
  const { state, full_access: fullAccess, at_once: atOnce, language, number } = told;
  const facts: EntryFact[] = [];
  if (state !== null && (kind === 'integration_switched' || kind === 'fresh_codes_switched'))
    facts.push({ words: t(`accounts:activity.state.${state}`) });
  if (fullAccess === true) facts.push({ words: t('accounts:activity.full') });
  if (atOnce === true) facts.push({ words: t('accounts:activity.at-once') });
  if (language !== null) facts.push({ words: languageName(language, reader) });
  if (number !== null) facts.push({ words: t('accounts:activity.version', { number }) });
  return facts;
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
