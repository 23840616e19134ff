import type { LightMyRequestResponse } from 'fastify';
import type { ApiCaller } from '../harness/api-caller.ts';
import type { Platform } from '../harness/platform.ts';
import type { Journey } from './journey.ts';
import { short } from './short.ts';

/** A caller of the JSON API whose calls are a second apart and are added to the record in short form. */
export function recordingCaller(platform: Platform, { places, add }: Journey, call: ApiCaller, as?: string): ApiCaller {
  return async (method, path, body, headers): Promise<LightMyRequestResponse> => {
    platform.clock.advance(1_000);
    const answer = await call(method, path, body, headers);
    add({
      ...(as === undefined ? {} : { as }),
      request: `${method} ${places.text(path)}`,
      ...(body === undefined ? {} : { body: places.json(inShort(body)) }),
      ...(headers === undefined ? {} : { headers: places.json(headers) }),
      ...short(answer, places),
    });
    return answer;
  };
}

function inShort(body: unknown): unknown {
  if (body instanceof Uint8Array) return 'bytes';
  const text = JSON.stringify(body);
  return text.length > 1_000 ? `${text.slice(0, 20)}… ${text.length} characters` : body;
}
