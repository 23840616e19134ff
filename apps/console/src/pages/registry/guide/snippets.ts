import type { CodeStep, Filled, Snippet } from './filled.ts';
import type { CodeLanguage } from './languages.ts';
import { curl } from './snippets-curl.ts';
import { node } from './snippets-node.ts';
import { php } from './snippets-php.ts';

const all: Readonly<Record<CodeLanguage, (filled: Filled) => Readonly<Partial<Record<CodeStep, Snippet>>>>> = {
  curl,
  node,
  php,
};

/** What to run for a step; `undefined`: nothing. Tokens are kept in `tokens.json`, from step to step. */
export function snippetOf(language: CodeLanguage, step: CodeStep, filled: Filled): Snippet | undefined {
  return all[language](filled)[step];
}
