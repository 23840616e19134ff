import type { Violation, Rule } from './rule.ts';
import type { WidgetUnderCheck } from './widget-under-check.ts';

/** A rule with the function that finds its faults in an archive. */
export interface ArchiveCheck {
  readonly rule: Rule;
  readonly find: (widget: WidgetUnderCheck) => Iterable<Violation>;
}
