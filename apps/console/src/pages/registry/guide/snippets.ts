import type { RunnableStep, SnippetValues, GuideSnippet } from './snippet-values.ts';
import type { CodeLanguage } from './languages.ts';
import { curlSnippets } from './snippets-curl.ts';
import { nodeSnippets } from './snippets-node.ts';
import { phpSnippets } from './snippets-php.ts';

const all: Readonly<
  Record<CodeLanguage, (filled: SnippetValues) => Readonly<Partial<Record<RunnableStep, GuideSnippet>>>>
> = {
  curl: curlSnippets,
  node: nodeSnippets,
  php: phpSnippets,
};

/**
 * Returns the code of a step; `undefined` if the step has none in this language. Steps share their tokens in
 * `tokens.json`.
 */
export function snippetOf(language: CodeLanguage, step: RunnableStep, filled: SnippetValues): GuideSnippet | undefined {
  return all[language](filled)[step];
}
