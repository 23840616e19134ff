import type { Violation, Rule } from './rule.ts';
import type { WidgetUnderCheck } from './widget-under-check.ts';

/** A rule for widget archives, with the function that finds what violates it in an archive. */
export interface ArchiveCheck {
  readonly rule: Rule;
  readonly find: (widget: WidgetUnderCheck) => Iterable<Violation>;
}
