export { archiveChecks, checkWidget } from './check-widget.ts';
export { findingText } from './finding-text.ts';
export type { Rule } from './rule.ts';
