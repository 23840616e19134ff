/** Whether the integrator of an installation may request new authorization codes for it. */
export type FreshCodes = 'allowed' | 'forbidden';
