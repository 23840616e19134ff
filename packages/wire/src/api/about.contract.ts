import { z } from 'zod';
import type { ContractParts } from './contract.ts';
import { problemExplanation } from './problem-document.ts';

/** Contracts of the endpoints that describe the API itself. */
export const aboutContracts = {
  describe: {
    method: 'GET',
    path: '/openapi.json',
    access: 'public',
    tag: 'about',
    summary: 'Get this document',
    answer: z.record(z.string(), z.unknown()),
    problems: [],
  },
  explain_problem: {
    method: 'GET',
    path: '/problems/:code',
    access: 'public',
    tag: 'about',
    summary: 'Explain a problem code',
    description: 'The `type` of a problem document leads here. All codes are listed in `docs/spec/api-problems.md`.',
    params: z.object({ code: z.string().max(100, { abort: true }).meta({ description: 'The code' }) }),
    answer: problemExplanation,
    problems: ['address_not_found'],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
