import type { LightMyRequestResponse } from 'fastify';
import type { Placeholders } from './placeholders.ts';

/**
 * Reduces a response to what must stay whatever its texts: status, code, names of members and fields, redirect,
 * cookies.
 */
export function short(answer: LightMyRequestResponse, places: Placeholders): object {
  const { location, 'set-cookie': cookies } = answer.headers;
  return {
    status: answer.statusCode,
    ...(location === undefined ? {} : { location: places.text(location) }),
    ...(cookies === undefined ? {} : { cookies: places.json([cookies].flat()) }),
    ...bodyInShort(answer, places),
  };
}

function bodyInShort({ headers, body }: LightMyRequestResponse, places: Placeholders): object {
  const type = String(headers['content-type'] ?? '');
  if (type.startsWith('application/problem+json')) {
    const { code, errors, ...members } = JSON.parse(body) as { code: string; errors?: readonly Fault[] };
    return {
      code,
      ...(errors === undefined ? {} : { errors: errors.map((fault) => faultInShort(fault, places)) }),
      members: Object.keys(members),
    };
  }
  // The OpenAPI document is mostly text, so only its top-level members are recorded.
  if (type.includes('json') && body.length > 100_000) return { members: Object.keys(JSON.parse(body) as object) };
  if (type.includes('json')) return { members: shapeOf(JSON.parse(body), places) };
  if (type.startsWith('text/html')) return pageInShort(body, places);
  return type === '' ? {} : { type };
}

interface Fault {
  readonly field: string;
  readonly code: string;
  readonly detail: string;
}

/** Drops the text of a field’s error, which may change; its other members may not. */
function faultInShort(fault: Fault, places: Placeholders): unknown {
  return places.json(Object.fromEntries(Object.entries(fault).filter(([member]) => member !== 'detail')));
}

/** Reduces a page to its forms, the names of their fields, and the fields marked as wrong. */
function pageInShort(html: string, places: Placeholders): object {
  const forms = [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inside = '']) => {
    const names = [...inside.matchAll(/<(?:input|select|textarea|button)[^>]* name="([^"]*)"/g)].map(
      ([, name]) => name,
    );
    const action = / action="([^"]*)"/.exec(tag)?.[1] ?? '';
    return `${places.text(action)} (${[...new Set(names)].toSorted(byText).join(', ')})`;
  });
  const wrong = [...html.matchAll(/<(?:input|select|textarea)[^>]*>/g)]
    .filter(([tag]) => tag.includes(' aria-invalid="true"'))
    .map(([tag]) => / name="([^"]*)"/.exec(tag)?.[1]);
  return {
    ...(forms.length === 0 ? {} : { forms: [...new Set(forms)].toSorted(byText) }),
    ...(wrong.length === 0 ? {} : { wrong }),
  };
}

/** Reduces a JSON value to its members' names and types; a list to the shapes of its items, each once. */
function shapeOf(value: unknown, places: Placeholders): unknown {
  if (Array.isArray(value)) {
    const shapes = new Map(
      value.map((item) => shapeOf(item, places)).map((shape) => [JSON.stringify(shape), shape] as const),
    );
    return [...shapes.keys()].toSorted(byText).map((text) => shapes.get(text));
  }
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [places.text(name), shapeOf(item, places)]));
}

function byText(one = '', other = ''): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
