import { z } from 'zod';

/** An optional instant in a query, in whole Unix seconds. */
export const unixInstant = (description: string) =>
  z
    .string()
    .regex(/^\d{1,11}$/)
    .transform(Number)
    .optional()
    .meta({ type: 'integer', pattern: undefined, minimum: 0, description });
