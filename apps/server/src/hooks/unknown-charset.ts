import { answerCharset } from './answer-charset.ts';

/** Charset that a logged answer named and that is not known; such an answer was read as UTF-8. */
export function unknownCharset(headers: Readonly<Record<string, string>> | undefined): string | undefined {
  const charset = answerCharset(headers?.['content-type']);
  return charset?.isKnown === false ? charset.name : undefined;
}
