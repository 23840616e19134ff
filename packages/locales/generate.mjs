/**
 * `npm run languages`: writes the lists of languages from the folders that exist, and the imports of their texts. A
 * folder with `pages` is a language of the platform; one without has the connect button's texts only.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** English has every text; the other languages have the same files. */
const complete = 'en';
const head = (purpose) => `/** ${purpose} Written by \`npm run languages\`. */\n`;

/**
 * The generated files of the languages in `packages/locales`, as text by path. Writes nothing.
 *
 * @param {string} packages absolute path of the folder with the packages `locales` and `wire`
 * @returns {Map<string, string>}
 */
export function generatedFiles(packages) {
  const locales = join(packages, 'locales');
  const all = codesIn(locales);
  const whole = all.filter((code) => existsSync(join(locales, code, 'pages')));
  const words = (folder) => namesIn(join(locales, complete, folder), '.json');
  const door = (name) => join(locales, 'src', 'generated', name);
  return new Map([
    [join(packages, 'wire', 'src', 'generated', 'languages.ts'), languageList(whole)],
    [door('languages.ts'), languages(all, whole)],
    [door('pages.ts'), pages(whole, words('pages'))],
    [door('console.ts'), consoleLoaders(whole)],
    ...whole.map((code) => [door(join('console', `${code}.ts`)), consoleTexts(code, words('console'))]),
    [door('problems.ts'), oneFile(whole, 'problems', 'Texts of the JSON API’s problems, by language.')],
    [
      door('checks.ts'),
      oneFile(whole, 'checks', 'Texts of the rules for widget archives and of findings, by language.'),
    ],
    [door('button.ts'), buttonTexts(all)],
  ]);
}

/**
 * Writes the generated files, and removes those of languages that are gone.
 *
 * @param {string} packages
 */
export function generate(packages) {
  const files = generatedFiles(packages);
  for (const path of strayFiles(packages)) rmSync(path);
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}

/**
 * Files of the generated folder that no language has.
 *
 * @param {string} packages
 * @returns {string[]}
 */
export function strayFiles(packages) {
  const expected = generatedFiles(packages);
  const folder = join(packages, 'locales', 'src', 'generated');
  return ['.', 'console']
    .flatMap((inner) => namesIn(join(folder, inner), '.ts').map((name) => join(folder, inner, `${name}.ts`)))
    .filter((path) => !expected.has(path));
}

/** Folders named by a language code (ISO 639-1), by the `order` in their `language.json`, then by code. */
function codesIn(locales) {
  const order = (code) => JSON.parse(readFileSync(join(locales, code, 'language.json'), 'utf8')).order ?? Infinity;
  return readdirSync(locales)
    .filter((name) => /^[a-z]{2}$/.test(name))
    .map((code) => ({ code, order: order(code) }))
    .toSorted((a, b) => (a.order === b.order ? (a.code < b.code ? -1 : 1) : a.order - b.order))
    .map(({ code }) => code);
}

function namesIn(folder, ending) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => basename(name, ending))
    .toSorted();
}

const nameOf = (code, word) => code + word[0].toUpperCase() + word.slice(1);
const importOf = (name, path) => `import ${name} from '${path}' with { type: 'json' };\n`;
const record = (codes, type) => `Readonly<Record<${codes.map((code) => `'${code}'`).join(' | ')}, ${type}>>`;
const quoted = (codes) => codes.map((code) => `'${code}'`).join(', ');

/** Words of a reader of texts: each with its file, and the part of the file that is for this reader. */
function filesOf(reader, words) {
  return [
    ...words.map((word) => [word, `${reader}/${word}.json`, '']),
    ['notices', 'notices.json', `.${reader}`],
    ['terms', 'terms.json', ''],
  ];
}

function languageList(whole) {
  return `${head('Every language of pages, mails, problems and findings, in the order of lists.')}export const languages = [${quoted(whole)}] as const;
`;
}

function languages(all, whole) {
  const imports = all.map((code) => importOf(nameOf(code, 'language'), `../../${code}/language.json`));
  const entries = (codes) => codes.map((code) => `  ${code}: ${nameOf(code, 'language')},\n`).join('');
  return `import type { LanguageFacts, LanguageName } from '../language-facts.ts';
${imports.join('')}
${head('Every language of the platform, in the order of lists.')}export const languageFacts: ${record(whole, 'LanguageFacts')} = {
${entries(whole)}};

${head('Every language of the connect button, in the order of lists.')}export const buttonLanguages: ${record(all, 'LanguageName')} = {
${entries(all)}};
`;
}

function pages(whole, words) {
  const files = filesOf('pages', words);
  const imports = whole.flatMap((code) =>
    files.map(([word, file]) => importOf(nameOf(code, word), `../../${code}/${file}`)),
  );
  const entry = (code) => files.map(([word, , part]) => `    ${word}: ${nameOf(code, word)}${part},\n`).join('');
  const entries = whole.map((code) => `  ${code}: {\n${entry(code)}  },\n`);
  return `${imports.join('')}
${head('Texts of the server’s pages and mails, by language and word.')}export const pageTexts = {
${entries.join('')}} as const;
`;
}

function consoleLoaders(whole) {
  const loaders = whole.map((code) => `  ${code}: async () => (await import('./console/${code}.ts')).texts,\n`);
  const problems = whole.map(
    (code) =>
      `  ${code}: async () => (await import('../../${code}/problems.json', { with: { type: 'json' } })).default,\n`,
  );
  return `${head('Loads the console’s texts in one language, by word.')}export const consoleTexts = {
${loaders.join('')}} as const;

${head('Loads the texts of the JSON API’s problems in one language.')}export const consoleProblems = {
${problems.join('')}} as const;
`;
}

function consoleTexts(code, words) {
  const files = filesOf('console', words);
  const imports = files.map(([word, file]) => importOf(nameOf(code, word), `../../../${code}/${file}`));
  const entries = files.map(([word, , part]) => `  ${word}: ${nameOf(code, word)}${part},\n`);
  return `${imports.join('')}
${head('The console’s texts in one language, by word.')}export const texts = {
${entries.join('')}} as const;
`;
}

function oneFile(codes, name, purpose) {
  const imports = codes.map((code) => importOf(nameOf(code, name), `../../${code}/${name}.json`));
  const entries = codes.map((code) => `  ${code}: ${nameOf(code, name)},\n`);
  return `${imports.join('')}
${head(purpose)}export const ${name.replace(/s$/, '')}Texts: ${record(codes, `typeof ${nameOf(complete, name)}`)} = {
${entries.join('')}};
`;
}

function buttonTexts(all) {
  const imports = all.map((code) => importOf(nameOf(code, 'button'), `../../${code}/button.json`));
  const entries = all.map((code) => `  ${code}: ${nameOf(code, 'button')},\n`);
  return `import type { ButtonTexts } from '../button-texts.ts';
${imports.join('')}
${head('Texts of the connect button, by language.')}export const buttonTexts: ${record(all, 'ButtonTexts')} = {
${entries.join('')}};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate(dirname(import.meta.dirname));
