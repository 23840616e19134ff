import type { TextFacts } from '@pristan/rules';

/** Reads a text file chunk by chunk and remembers only facts about its encoding and lines. */
export function textReader(): { readonly read: (chunk: Buffer) => void; readonly facts: () => TextFacts } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let utf8 = true;
  let bom = false;
  let bytes = 0;
  let line = 1;
  let characters = 0;
  let crlfLine: number | undefined;
  let endsInCr = false;
  let longestLine = { line: 1, characters: 0 };
  const noteLine = (): void => {
    if (characters > longestLine.characters) longestLine = { line, characters };
  };
  const decode = (chunk?: Buffer): string => {
    if (!utf8) return '';
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      utf8 = false;
      return '';
    }
  };
  const read = (chunk: Buffer): void => {
    const text = decode(chunk);
    if (bytes === 0) bom = text.startsWith('\ufeff');
    bytes += chunk.length;
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      const afterCr = end === 0 ? endsInCr : text[end - 1] === '\r';
      if (afterCr) crlfLine ??= line;
      characters += end - from;
      noteLine();
      line += 1;
      characters = 0;
      from = end + 1;
    }
    characters += text.length - from;
    if (text !== '') endsInCr = text.endsWith('\r');
  };
  return {
    read,
    facts: () => {
      decode();
      noteLine();
      return { utf8, bom, crlfLine, longestLine };
    },
  };
}

/** Whether a file is text, judged by its name. */
export function isTextFile(path: string): boolean {
  return /\.(m?js|css|json|html?|twig|hbs|txt|md|svg|xml)$/i.test(path);
}
