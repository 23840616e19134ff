import type { HookRequest, HookVerdict } from './hooks.ts';

/** What the platform told this site, or somebody in its name. */
export interface Heard {
  readonly at: Date;
  readonly what: 'keys' | 'install' | 'disconnect';
  readonly about: string;
  readonly verdict: HookVerdict | 'unknown' | 'test';
}

const HEARD_MAX = 20;

/** Whether something was done; a test asks for nothing. */
export type Done = boolean | 'test';

/** The newest words of the platform, and what is done with them. */
export interface Ear {
  /**
   * Verifies a hook, keeps it for the page, and answers the status: 200 when `act` was done or found a test, for which it
   * does nothing, 403 for what is not the platform's, 404 for what this site knows nothing of.
   */
  hear(hook: HookRequest, word: Pick<Heard, 'what' | 'about'>, act: () => Promise<Done> | Done): Promise<number>;
  readonly heard: readonly Heard[];
}

export function createEar(verify: (hook: HookRequest) => Promise<HookVerdict>): Ear {
  const heard: Heard[] = [];
  return {
    heard,
    async hear(hook, word, act) {
      const verdict = await verify(hook);
      const done = verdict === 'good' && (await act());
      heard.unshift({ ...word, at: new Date(), verdict: verdict === 'good' ? takenAs(done) : verdict });
      heard.splice(HEARD_MAX);
      if (verdict !== 'good') return 403;
      return done === false ? 404 : 200;
    },
  };
}

function takenAs(done: Done): Heard['verdict'] {
  if (done === 'test') return 'test';
  return done ? 'good' : 'unknown';
}
