import type { HookRequest, HookVerdict } from './hooks.ts';

/** A hook that the shop received, from the platform or from somebody pretending to be it. */
export interface ReceivedHook {
  readonly at: Date;
  readonly what: 'keys' | 'install' | 'disconnect';
  readonly about: string;
  readonly verdict: HookVerdict | 'unknown' | 'test';
}

const HEARD_MAX = 20;

/** Whether the shop acted on a hook; a test hook needs no action. */
export type HookOutcome = boolean | 'test';

/** Verifies hooks and records the latest ones for the first page. */
export interface HookReceiver {
  /**
   * Verifies a hook and records it for the page. @returns the HTTP status: 200 if `act` succeeded or the hook is a
   * test, on which `act` does nothing; 403 if the hook is not from the platform; 404 for an unknown subject
   */
  hear(
    hook: HookRequest,
    word: Pick<ReceivedHook, 'what' | 'about'>,
    act: () => Promise<HookOutcome> | HookOutcome,
  ): Promise<number>;
  readonly heard: readonly ReceivedHook[];
}

export function createHookReceiver(verify: (hook: HookRequest) => Promise<HookVerdict>): HookReceiver {
  const heard: ReceivedHook[] = [];
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

function takenAs(done: HookOutcome): ReceivedHook['verdict'] {
  if (done === 'test') return 'test';
  return done ? 'good' : 'unknown';
}
