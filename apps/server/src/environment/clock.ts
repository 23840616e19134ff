import type { Clock } from '@pristan/flows';

/** The machine's clock: the only place of the program that asks for the time. */
export const systemClock: Clock = { now: () => Date.now() };
