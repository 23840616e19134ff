import { z } from 'zod';

/** A moment in a query: whole Unix seconds; absent when it is not said. */
export const unixInstant = (description: string) =>
  z
    .string()
    .regex(/^\d{1,11}$/)
    .transform(Number)
    .optional()
    .meta({ type: 'integer', pattern: undefined, minimum: 0, description });
