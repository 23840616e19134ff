import type { ScopeName } from '@pristan/wire';
import type { Texts } from '../../texts.ts';

/** Describes to a developer what an integration may do with a scope. */
export function scopeMeans(t: Texts['t'], scope: ScopeName): string {
  const means = t(`terms:scope.${scope}.means`);
  return scope === 'crm' ? [means, t('registry:crm-also')].join('. ') : means;
}
