/** Quotes a text as one argument of a POSIX shell. */
export function shellArgument(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Quotes a text as a JavaScript or PHP string; both read single quotes alike. */
export function codeString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

/** Finds the authorization code in pasted text, which is the code itself or the URL that contains it. */
export function codeIn(pasted: string): string {
  const text = pasted.replaceAll(/[\s\p{Cc}]/gu, '');
  const inAddress = /[?&]code=([^&#]*)/.exec(text)?.[1];
  if (inAddress === undefined) return text;
  return new URLSearchParams(`code=${inAddress}`).get('code') ?? '';
}
