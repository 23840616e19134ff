import type { ReadableWidget, WidgetContents, WidgetFinding, WidgetReport } from '@pristan/rules';
import { fileEncodingCheck } from './arch/encoding.ts';
import { readableCodeCheck } from './arch/readable.ts';
import { unusedFilesCheck } from './arch/unused.ts';
import { logoFilesCheck } from './img/set.ts';
import { logoSizeCheck } from './img/size.ts';
import { stillPicturesCheck } from './img/still.ts';
import { tourPicturesCheck } from './img/tour.ts';
import { pictureBytesCheck } from './img/weight.ts';
import { languageTextsCheck } from './lang/complete.ts';
import { manifestAuthCheck } from './man/auth.ts';
import { manifestFieldsCheck } from './man/fields.ts';
import { manifestLocationsCheck } from './man/locations.ts';
import type { ArchiveCheck } from './archive-check.ts';
import type { Violation, Rule } from './rule.ts';
import { shortened } from './snippet.ts';
import { widgetUnderCheck } from './widget-under-check.ts';

/** Every check of a widget archive, in the order of the report. */
export const archiveChecks: readonly ArchiveCheck[] = [
  manifestFieldsCheck,
  manifestLocationsCheck,
  manifestAuthCheck,
  languageTextsCheck,
  logoFilesCheck,
  logoSizeCheck,
  pictureBytesCheck,
  stillPicturesCheck,
  tourPicturesCheck,
  fileEncodingCheck,
  readableCodeCheck,
  unusedFilesCheck,
];

/** Maximum number of findings of one rule in a report. */
export const findingsPerRuleMax = 40;
const findingsMax = 200;
const PLACE_LENGTH_MAX = 200;

/** Finds what the publication of a widget would still require; blocking findings come first. */
export function checkWidget(contents: WidgetContents, reading: ReadableWidget): WidgetReport {
  const widget = widgetUnderCheck(contents, reading);
  const findings: WidgetFinding[] = [];
  let omitted = 0;
  for (const { rule, find } of archiveChecks) {
    if (!rule.enabled) continue;
    let count = 0;
    const told = new Set<string>();
    for (const fault of find(widget)) {
      // Two languages may list the same picture, which would be reported twice.
      const whole = JSON.stringify(fault);
      if (told.has(whole)) continue;
      told.add(whole);
      count += 1;
      if (count > findingsPerRuleMax) omitted += 1;
      else findings.push(findingOf(rule, fault));
    }
  }
  const inOrder = [...findings.filter(({ blocks }) => blocks), ...findings.filter(({ blocks }) => !blocks)];
  return { findings: inOrder.slice(0, findingsMax), omitted: omitted + Math.max(0, inOrder.length - findingsMax) };
}

function findingOf(rule: Rule, fault: Violation): WidgetFinding {
  const level = fault.level ?? (rule.level === 'W' ? 'W' : 'E');
  return {
    rule: rule.id,
    level: level === 'E' ? 'error' : 'warning',
    blocks: level === 'E' && rule.enforced,
    file: shortened(fault.file, PLACE_LENGTH_MAX),
    ...(fault.line !== undefined && { line: fault.line }),
    member: shortened(fault.member ?? '', PLACE_LENGTH_MAX),
    code: fault.code,
    expected: shortened(fault.expected ?? ''),
    found: shortened(fault.found ?? ''),
  };
}
