import { dayMs, minuteMs } from './instant.ts';

/**
 * Lifetime of an authorization code, in milliseconds.
 *
 * @see docs/spec/dialect.md#codes
 * @see RFC 6749 §4.1.2
 */
export const codeLifetimeMs = 20 * minuteMs;

/** Lifetime of an access token. @see docs/spec/dialect.md#access-token */
export const accessTokenLifetimeSeconds = 86_400;

/** A refresh token expires when it is not used for this long, in milliseconds. @see docs/spec/dialect.md#refresh */
export const refreshIdleLifetimeMs = 90 * dayMs;

/**
 * Maximum number of refresh-token families in a grant; a further exchange ends the one that was idle for the longest.
 *
 * @see docs/spec/dialect.md#grants
 */
export const familiesPerGrantMax = 20;

/** Lifetime of a one-time token. @see docs/spec/dialect.md#one-time */
export const oneTimeTokenLifetimeSeconds = 1_800;
