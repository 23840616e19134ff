import type { Clock } from '@pristan/flows';

/** The machine's clock: the only source of the current time. */
export const systemClock: Clock = { now: () => Date.now() };
