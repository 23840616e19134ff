export { archiveChecks, checkWidget } from './check-widget.ts';
export { findingText } from './finding-texts.ts';
export type { Rule } from './rule.ts';
