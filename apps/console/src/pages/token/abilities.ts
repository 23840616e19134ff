import type { PersonalToken } from '../../api/queries.ts';
import type { TextKey } from '../../texts.ts';

export type Ability = PersonalToken['abilities'][number];

/** Texts of a personal access token's abilities; a missing ability is a type error. */
export const abilityTexts: Readonly<Record<Ability, TextKey>> = {
  'integrations:read': 'token:personal.ability.integrations-read',
  'widgets:write': 'token:personal.ability.widgets-write',
  'deliveries:read': 'token:personal.ability.deliveries-read',
  'deliveries:resend': 'token:personal.ability.deliveries-resend',
};

export const abilities = Object.keys(abilityTexts) as Ability[];
