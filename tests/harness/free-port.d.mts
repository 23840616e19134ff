/** Finds a free port of loopback, below the range that the system gives away by itself. */
export function freePort(): Promise<number>;
