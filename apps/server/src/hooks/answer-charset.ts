/** Charset that the answer to a hook names; `isKnown`: `TextDecoder` supports it. */
export interface AnswerCharset {
  /** Name of the charset in lower case, at most 40 characters. */
  readonly name: string;
  readonly isKnown: boolean;
}

/**
 * Charset in a `Content-Type` header; `undefined` when the header names none.
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
