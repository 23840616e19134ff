import type { LightMyRequestResponse } from 'fastify';
import { sessionCookie } from '../harness/api-caller.ts';
import type { Visitor } from '../harness/browser-session.ts';
import { aVisitor } from '../harness/browser-session.ts';
import type { Platform } from '../harness/platform.ts';
import type { Journey } from './journey.ts';
import { headersOf } from './wire.ts';

/** Response headers that decide where a browser goes on from a page of the platform. */
const leading = ['location', 'refresh', 'set-cookie', 'cache-control', 'referrer-policy', 'cross-origin-opener-policy'];

/** A browser in which this person is signed in, without the sign-in page; without a person nobody is. */
export async function browserOf(platform: Platform, person?: { readonly id: number }): Promise<Visitor> {
  const visitor = aVisitor(platform);
  if (person === undefined) return visitor;
  const [name = '', value = ''] = (await sessionCookie(platform, person.id)).split('=');
  visitor.cookies.set(name, value);
  return visitor;
}

/**
 * A browser whose steps are a second apart and are added to the record: where each response leads, without the page’s
 * text.
 */
export function walker(platform: Platform, { places, add }: Journey, visitor: Visitor) {
  const write = (about: string, request: string, answer: LightMyRequestResponse): LightMyRequestResponse => {
    const data = [...answer.body.matchAll(/ (data-(?:location|message|target))="([^"]*)"/g)];
    const links = [...answer.body.matchAll(/<a [^>]*href="(https?:[^"]*)"/g)].map(([, href = '']) => href);
    add({
      about,
      request: places.text(request),
      status: answer.statusCode,
      headers: headersOf(answer.headers, places, undefined, leading),
      ...(data.length === 0
        ? {}
        : { data: Object.fromEntries(data.map(([, name = '', value = '']) => [name, places.text(inClear(value))])) }),
      ...(links.length === 0 ? {} : { links: [...new Set(links)].map((href) => places.text(inClear(href))) }),
    });
    return answer;
  };
  return {
    async get(about: string, url: string, headers?: Readonly<Record<string, string>>) {
      platform.clock.advance(1_000);
      return write(about, `GET ${url}`, await visitor.get(url, headers));
    },
    async post(
      about: string,
      url: string,
      fields: Readonly<Record<string, string>>,
      headers?: Readonly<Record<string, string | undefined>>,
    ) {
      platform.clock.advance(1_000);
      const names = Object.keys(fields).join(', ');
      return write(about, `POST ${url} with ${names}`, await visitor.post(url, fields, headers));
    },
  };
}

/** Decodes the HTML entities in an attribute’s text. */
function inClear(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
