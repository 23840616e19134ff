/**
 * `npm run check -- words`: keeps names, comments and page texts to docs/glossary.md. `words.json` beside it has what is
 * refused: private words in names of files and exports, first words of comments, and phrases on pages.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const { names, fixedNames, firstWords, fixedPhrases, phrases } = JSON.parse(
  readFileSync(new URL('words.json', import.meta.url)),
);
const privateWords = new Set(names);
const firstWord = new RegExp(`^(${firstWords.join('|')})\\b`);
const exported =
  /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type|enum) ([\w$]+)/gm;

const folders = ['apps', 'bench', 'examples', 'packages', 'tests', 'tools'].filter(existsSync);
const problems = folders.flatMap(filesIn).flatMap(problemsOf);
for (const problem of problems) console.log(problem);
console.log(`${problems.length} words to replace; see docs/glossary.md`);
process.exitCode = problems.length === 0 ? 0 : 1;

/**
 * Lists every file below a folder, except what is installed or built.
 * @returns {string[]}
 */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

function problemsOf(file) {
  const text = /\.(tsx?|mjs|cjs|json)$/.test(file) ? readFileSync(file, 'utf8') : '';
  const language = /\/locales\/([a-z]{2})\//.exec(file)?.[1];
  const texts = file.endsWith('.json') ? (language ? textsOf(JSON.parse(text)) : []) : text.split('\n');
  const ofTexts = language ? texts.flatMap((line) => phrasesIn(file, language, line)) : [];
  if (file.endsWith('.json')) return [...privateNames(file, basename(file)), ...ofTexts];
  const ofExports = [...text.matchAll(exported)].flatMap(([, name]) => privateNames(file, name));
  return [...privateNames(file, basename(file)), ...ofExports, ...commentsOf(file, texts), ...ofTexts];
}

function privateNames(file, name) {
  if (fixedNames.some((fixed) => `${file} ${name}`.startsWith(fixed))) return [];
  const words = name
    .replaceAll(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.filter((word) => privateWords.has(word)).map((word) => `${file}: “${word}” in the name ${name}`);
}

/** Checks the first word of each comment; a comment’s further lines may begin with any word. */
function commentsOf(file, lines) {
  let before = '';
  return lines.flatMap((line, index) => {
    const [, mark, words] = /(?:^|\s)\{?(\/\/|\/\*\*?|\*) (.*)/.exec(line) ?? [];
    const goesOn =
      mark === '//'
        ? [before, line].every((one) => /^\s*\/\//.test(one))
        : mark === '*' && !/^\s*\/\*\*?$/.test(before);
    before = line;
    return mark === undefined || goesOn || !firstWord.test(words)
      ? []
      : [`${file}:${index + 1}: a comment begins “${words.slice(0, 60)}”`];
  });
}

function textsOf(value) {
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(textsOf);
}

/** Finds refused phrases in a text; a phrase counts at the beginning of a word, with any ending. */
function phrasesIn(file, language, line) {
  const begins = (phrase) =>
    ` ${fixedPhrases.reduce((text, fixed) => text.replaceAll(fixed, ''), line)}`
      .split(phrase)
      .slice(0, -1)
      .some((before) => !/\p{L}$/u.test(before));
  return (phrases[language] ?? []).filter(begins).map((phrase) => `${file}: “${phrase}” in a text`);
}
