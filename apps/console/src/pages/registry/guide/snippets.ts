import type { CodeStep, SnippetValues, Snippet } from './snippet-values.ts';
import type { CodeLanguage } from './languages.ts';
import { curl } from './snippets-curl.ts';
import { node } from './snippets-node.ts';
import { php } from './snippets-php.ts';

const all: Readonly<Record<CodeLanguage, (filled: SnippetValues) => Readonly<Partial<Record<CodeStep, Snippet>>>>> = {
  curl,
  node,
  php,
};

/**
 * Returns the code of a step; `undefined` if the step has none in this language. Steps share their tokens in
 * `tokens.json`.
 */
export function snippetOf(language: CodeLanguage, step: CodeStep, filled: SnippetValues): Snippet | undefined {
  return all[language](filled)[step];
}
