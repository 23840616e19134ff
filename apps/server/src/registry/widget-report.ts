import { findingText } from '@pristan/checks';
import type { NewWidget, WidgetFinding } from '@pristan/rules';
import type { Language } from '@pristan/wire';
import type { WidgetFindingBody, WidgetVersionBody } from '@pristan/wire/api';

/** Number of findings in a widget version; null when an earlier release of the platform checked the version. */
export function reportSummary({ checks }: NewWidget['report']): WidgetVersionBody['report'] {
  if (checks === undefined) return null;
  const needed = checks.findings.filter(({ blocks }) => blocks).length;
  return { needed, advised: checks.findings.length - needed + checks.omitted };
}

/** Findings in a widget version, with their texts; null when an earlier release of the platform checked the version. */
export function widgetFindingBodies(
  { checks }: NewWidget['report'],
  language: Language,
): readonly WidgetFindingBody[] | null {
  return (
    checks?.findings.map((finding) => ({
      rule: finding.rule,
      level: finding.level,
      needed: finding.blocks,
      file: finding.file,
      line: finding.line ?? null,
      member: finding.member,
      code: finding.code,
      expected: finding.expected,
      found: finding.found,
      detail: findingText(finding, language),
    })) ?? null
  );
}

/** Formats a finding in a widget as a line for a terminal: its rule, its place, and what was expected and found. */
export function findingLine(finding: WidgetFinding): string {
  const { rule, file, line, member } = finding;
  const place = [file, line, member].filter((part) => part !== undefined && part !== '').join(':');
  return `${rule}  ${place}: ${findingText(finding, 'en')}`;
}
