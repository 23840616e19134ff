import { z } from 'zod';

/** How many entries a page of a list has. */
export const pageLimit = z
  .string()
  .regex(/^([1-9]\d?|100)$/)
  .transform(Number)
  .optional()
  .meta({
    type: 'integer',
    pattern: undefined,
    minimum: 1,
    maximum: 100,
    description: 'At most this many; 50 unless told',
  });
