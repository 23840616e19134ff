import { answerCharset } from './answer-charset.ts';

/** Unknown charset that a logged answer named; such an answer was read as UTF-8. */
export function unknownCharset(headers: Readonly<Record<string, string>> | undefined): string | undefined {
  const charset = answerCharset(headers?.['content-type']);
  return charset?.isKnown === false ? charset.name : undefined;
}
