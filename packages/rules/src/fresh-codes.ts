/** Whether an installation's integrator may ask for codes itself. */
export type FreshCodes = 'allowed' | 'forbidden';
