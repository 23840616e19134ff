/** A word of a POSIX shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A string of JavaScript or PHP, which read single quotes alike. */
export function codeString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

/** The code in what was pasted: the code itself, or the whole address that it came in. */
export function codeIn(pasted: string): string {
  const text = pasted.replaceAll(/[\s\p{Cc}]/gu, '');
  const inAddress = /[?&]code=([^&#]*)/.exec(text)?.[1];
  if (inAddress === undefined) return text;
  return new URLSearchParams(`code=${inAddress}`).get('code') ?? '';
}
