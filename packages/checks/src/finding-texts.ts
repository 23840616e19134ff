import type { FindingCode, WidgetFinding } from '@pristan/rules';
import type { InBothLanguages } from './rule.ts';

const texts: Readonly<Record<FindingCode, InBothLanguages>> = {
  missing: { ru: 'Ожидается {expected}, но этого нет.', en: 'Expected {expected}, found nothing.' },
  differs: { ru: 'Ожидается {expected}, найдено {found}.', en: 'Expected {expected}, found {found}.' },
  misplaced: { ru: 'Ожидается место {expected}, найдено {found}.', en: 'Expected at {expected}, found at {found}.' },
  twice: { ru: 'Значение {found} повторяется.', en: '{found} is listed twice.' },
  unknown: {
    ru: 'Платформа не знает {found}. Файл сохранён без изменений.',
    en: 'The platform does not know {found}. It is stored unchanged.',
  },
  too_long: {
    ru: 'Ожидается не длиннее {expected}, найдено {found}.',
    en: 'Expected at most {expected}, found {found}.',
  },
  too_many: {
    ru: 'Ожидается не больше {expected}, найдено {found}.',
    en: 'Expected at most {expected}, found {found}.',
  },
  no_text: { ru: 'Нет текста с ключом {expected}.', en: 'There is no text with the key {expected}.' },
  unreadable: { ru: 'Файл не читается: ожидается {expected}.', en: 'The file can’t be read: expected {expected}.' },
  unhandled: {
    ru: 'Место указано, но в коде нет {expected}.',
    en: 'The location is listed, but the code has no {expected}.',
  },
  unused: { ru: 'На это ничто не ссылается.', en: 'Nothing refers to this.' },
  animated: {
    ru: 'Ожидается неподвижная картинка, найдена анимация.',
    en: 'Expected a still picture, found an animation.',
  },
  asks_for_key: {
    ru: 'Поле {found} похоже на ключ API. Просить ключ API нельзя: доступ даёт OAuth.',
    en: 'The field {found} looks like an API key. Do not ask people for one: OAuth gives access.',
  },
};

/** Turns a finding about a widget into a sentence with its expected and found values. */
export function findingText(
  finding: Pick<WidgetFinding, 'code' | 'expected' | 'found'>,
  language: 'ru' | 'en',
): string {
  const { expected, found } = finding;
  return texts[finding.code][language].replaceAll(/\{(expected|found)\}/g, (_, name: string) =>
    name === 'expected' ? expected : found,
  );
}
