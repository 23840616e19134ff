import type { HookWords } from './compose.ts';
import { disconnectWord } from './compose.ts';
import { installWord } from './install-word.ts';
import { secretsWord } from './secrets-word.ts';

/** Every kind of hook that goes out. @see docs/spec/dialect.md#deliveries */
export const hookWords: HookWords = {
  disconnect: disconnectWord,
  install: installWord,
  secrets: secretsWord,
};
