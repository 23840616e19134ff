/**
 * The line number of every member of a JSON text, by the member's path, with `.` between members and indexes; lines
 * count from 1. The text must be valid JSON. Nesting uses no call stack, so that hostile depth costs only time.
 */
export function memberLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const open: Container[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|\n|[^\s{}[\],:"]+/g)) {
    const inner = open.at(-1);
    if (token === '\n') line += 1;
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') step(inner);
    else if (token === ':') continue;
    else if (awaitsKey(inner)) {
      inner.key = keyOf(token);
      note(open, line);
    } else {
      if (inner?.kind === 'list') note(open, line);
      if (token === '{') open.push({ kind: 'object', place: placeOf(inner), key: undefined });
      if (token === '[') open.push({ kind: 'list', place: placeOf(inner), index: 0 });
    }
  }
  return lines;

  function note(containers: readonly Container[], at: number): void {
    const place = placeOf(containers.at(-1));
    if (place !== undefined && !lines.has(place)) lines.set(place, at);
  }
}

type Container =
  | { readonly kind: 'object'; readonly place: string | undefined; key: string | undefined }
  | { readonly kind: 'list'; readonly place: string | undefined; index: number };

/** Maximum length of a member's path; no check reads a member with a longer one. */
const PLACE_LENGTH_MAX = 200;

function placeOf(container: Container | undefined): string | undefined {
  if (container === undefined) return '';
  const { place } = container;
  const name = container.kind === 'object' ? (container.key ?? '') : String(container.index);
  if (place === undefined || place.length + name.length > PLACE_LENGTH_MAX) return undefined;
  return place === '' ? name : `${place}.${name}`;
}

function step(container: Container | undefined): void {
  if (container?.kind === 'object') container.key = undefined;
  if (container?.kind === 'list') container.index += 1;
}

function awaitsKey(container: Container | undefined): container is Extract<Container, { kind: 'object' }> {
  return container?.kind === 'object' && container.key === undefined;
}

function keyOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
