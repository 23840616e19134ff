import type { checkTexts } from '@pristan/locales/checks';
import type { FindingCode } from '@pristan/rules';

/** Id of a rule that has its texts. */
export type RuleId = keyof (typeof checkTexts)['en']['rules'];

/**
 * A requirement for the publication of a widget, as data. Its texts are in `packages/locales`, by its id.
 *
 * `level`: findings of level `E` prevent a publication, those of level `W` are for a person to check; an `E/W` rule has
 * both. `enabled` runs the rule; without `enforced` it only records; with `required` a check that crashes prevents a
 * publication too.
 */
export interface Rule {
  /** Stable id of the rule: findings, exceptions and decisions refer to it. */
  readonly id: RuleId;
  /** The marketplace that requires the rule. */
  readonly profile: 'amo' | 'kommo' | 'both';
  /** The part of a submission that the rule checks. */
  readonly phase: 'archive';
  /** The judge of the rule. `m`: a machine decides; `m p`: a machine, then a person. */
  readonly by: 'm' | 'm p';
  readonly level: 'E' | 'W' | 'E/W';
  readonly enabled: boolean;
  readonly enforced: boolean;
  readonly required: boolean;
  /** The public page that states the requirement. */
  readonly source: string;
}

/** A place in a widget archive that does not meet a rule. */
export interface Violation {
  readonly file: string;
  /** Line number, counted from 1. */
  readonly line?: number | undefined;
  readonly member?: string;
  readonly code: FindingCode;
  readonly expected?: string;
  readonly found?: string;
  /** Level of this violation: `W` in a rule of level E when only a person can decide. */
  readonly level?: 'E' | 'W';
}

/** The public documentation pages that the rules restate. */
export const sources = {
  structure: 'https://www.amocrm.ru/developers/content/integrations/structure',
  upload: 'https://www.amocrm.ru/developers/content/integrations/upload',
  requirements: 'https://www.amocrm.ru/developers/content/integrations/requirements',
} as const;

/** A rule that is enabled and enforced, for both marketplaces. */
export function archiveRule(rule: Pick<Rule, 'id' | 'level' | 'source'> & Partial<Pick<Rule, 'by'>>): Rule {
  return { profile: 'both', phase: 'archive', by: 'm', enabled: true, enforced: true, required: true, ...rule };
}
