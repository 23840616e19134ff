import type { LightMyRequestResponse } from 'fastify';
import type { Visitor } from '../harness/browser-session.ts';
import { hiddenFields } from '../harness/browser-session.ts';
import type { Platform } from '../harness/platform.ts';
import type { Journey } from './journey.ts';
import { short } from './short.ts';

type Fields = Readonly<Record<string, string>>;
type Headers = Readonly<Record<string, string | undefined>>;

/** A browser whose steps are a second apart and are added to the record in short form. */
export interface Writer {
  get(path: string): Promise<LightMyRequestResponse>;
  post(path: string, fields?: Fields, headers?: Headers): Promise<LightMyRequestResponse>;
  /** Opens a page, which is not recorded, and submits its form to `action` with these fields typed. */
  press(page: string, action?: string, typed?: Fields): Promise<LightMyRequestResponse>;
}

export function writer(platform: Platform, { places, add }: Journey, visitor: Visitor, as: string): Writer {
  const write = (request: string, answer: LightMyRequestResponse, more: object = {}): LightMyRequestResponse => {
    add({ as, request: places.text(request), ...more, ...short(answer, places) });
    return answer;
  };
  const post = async (path: string, fields: Fields = {}, headers: Headers = {}) => {
    platform.clock.advance(1_000);
    const answer = await visitor.post(path, fields, headers);
    return write(`POST ${path}`, answer, { sent: Object.keys(fields).map((name) => places.text(name)) });
  };
  return {
    async get(path) {
      platform.clock.advance(1_000);
      return write(`GET ${path}`, await visitor.get(path));
    },
    post,
    async press(page, action = page, typed = {}) {
      const shown = await visitor.get(page);
      return post(action, { ...hiddenFields(shown.body, action), ...typed });
    },
  };
}

/** Headers with which a browser sends a form from another site's page. */
export const crossSiteHeaders = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' } as const;
