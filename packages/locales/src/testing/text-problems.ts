import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** English has every text; every other language of the platform has the same. */
const complete = 'en';

interface Tree {
  readonly [key: string]: string | Tree;
}
type Texts = ReadonlyMap<string, string>;

/**
 * The problems of the texts of the platform's languages below this folder: `ru/pages/frame.json: skip is missing`. Each
 * has every text of English with the same gaps, and each counted text in every plural form of the language.
 */
export function textProblems(folder: string): string[] {
  const codes = readdirSync(folder).filter((code) => existsSync(join(folder, code, 'pages')));
  const files = filesIn(join(folder, complete));
  return codes.flatMap((code) => {
    const own = filesIn(join(folder, code));
    return [
      ...files.filter((file) => !own.includes(file)).map((file) => `${code}/${file} is missing`),
      ...own.filter((file) => !files.includes(file)).map((file) => `${code}/${file} is not in ${complete}`),
      ...files.filter((file) => own.includes(file)).flatMap((file) => problemsIn(folder, code, file)),
    ];
  });
}

/** Every text of a language file, by the path of its key. */
export function readTexts(file: string): Texts {
  return new Map(leaves(JSON.parse(readFileSync(file, 'utf8')) as Tree, ''));
}

/** The key that the plural forms of a text share; every language has the form `_other`. */
export function stemOf(key: string, texts: Texts): string {
  const stem = key.replace(/_(zero|one|two|few|many|other)$/, '');
  return texts.has(`${stem}_other`) ? stem : key;
}

function problemsIn(folder: string, code: string, file: string): string[] {
  const [texts, english] = [code, complete].map((one) => byStem(readTexts(join(folder, one, file)))) as [Forms, Forms];
  const told = (key: string, fault: string) => `${code}/${file}: ${key} ${fault}`;
  const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
  return [
    ...[...english.keys()].filter((key) => !texts.has(key)).map((key) => told(key, 'is missing')),
    ...[...texts].flatMap(([key, forms]) => {
      const like = english.get(key);
      if (like === undefined) return [told(key, `is not in ${complete}`)];
      const expected = like.has('') ? [''] : categories.map((category) => `_${category}`);
      const [gaps] = [...like.values()].slice(-1).map(gapsOf);
      return [
        ...expected.filter((form) => !forms.has(form)).map((form) => told(key + form, 'is missing')),
        ...[...forms.keys()]
          .filter((form) => !expected.includes(form))
          .map((form) => told(key + form, 'is no form here')),
        ...[...forms]
          .filter(([, text]) => gapsOf(text) !== gaps)
          .map(([form, text]) => told(key + form, `has ${gapsOf(text) || 'no gaps'} instead of ${gaps || 'none'}`)),
      ];
    }),
  ];
}

/** The plural forms of each text; a text without any has the form ''. */
type Forms = ReadonlyMap<string, ReadonlyMap<string, string>>;

function byStem(texts: Texts): Forms {
  const forms = new Map<string, Map<string, string>>();
  for (const [key, text] of texts) {
    const stem = stemOf(key, texts);
    forms.set(stem, new Map([...(forms.get(stem) ?? []), [key.slice(stem.length), text]]));
  }
  return forms;
}

/** The places in a text that values fill, `{{count}}` on pages and `{found}` in findings. */
function gapsOf(text: string): string {
  return [...text.matchAll(/\{\{?\w+\}?\}/g)]
    .map(([gap]) => gap)
    .toSorted()
    .join(' ');
}

function leaves(tree: Tree, path: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

/** The files of texts below a language's folder, without its facts. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && file !== 'language.json')
    .toSorted();
}
