/** A charset named by an answer; `isKnown`: `TextDecoder` supports it. */
export interface AnswerCharset {
  /** In lower case, at most 40 characters. */
  readonly name: string;
  readonly isKnown: boolean;
}

/**
 * Charset in a `Content-Type`; `undefined` when it names none.
 *
 * @see RFC 9110 §8.3.2
 */
export function answerCharset(contentType: string | undefined): AnswerCharset | undefined {
  const [, quoted, plain] = /;\s*charset\s*=\s*(?:"([^"]*)"|'?([^\s;,"']+))/i.exec(contentType ?? '') ?? [];
  const name = (quoted ?? plain ?? '').trim().toLowerCase().slice(0, 40);
  return name === '' ? undefined : { name, isKnown: isKnown(name) };
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== 'replacement';
  } catch {
    return false;
  }
}
