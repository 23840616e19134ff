import { checkTexts } from '@pristan/locales/checks';
import type { FindingCode, WidgetFinding } from '@pristan/rules';
import type { Language } from '@pristan/wire';

/** Turns a finding about a widget into a sentence with its expected and found values. */
export function findingText(finding: Pick<WidgetFinding, 'code' | 'expected' | 'found'>, language: Language): string {
  const { code, expected, found } = finding;
  const sentences: Readonly<Record<FindingCode, string>> = checkTexts[language].findings;
  return sentences[code].replaceAll(/\{(expected|found)\}/g, (_, name: string) =>
    name === 'expected' ? expected : found,
  );
}
