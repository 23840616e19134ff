import { dayMs, minuteMs } from './instant.ts';

/** @see docs/spec/dialect.md#codes */
export const codeLifetimeMs = 20 * minuteMs;

/** @see docs/spec/dialect.md#access-token */
export const accessTokenLifetimeSeconds = 86_400;

/** A refresh token not used for this long is dead. @see docs/spec/dialect.md#refresh */
export const refreshIdleLifetimeMs = 90 * dayMs;

/** A grant may hold this many families; a further exchange ends the one that was refreshed longest ago. */
export const familiesPerGrantMax = 20;

/** @see docs/spec/dialect.md#one-time */
export const oneTimeTokenLifetimeSeconds = 1_800;
