import { expect, test } from 'vitest';
import { contracts } from './contracts.ts';

const head = `/**
 * Method and path of every endpoint of \`/api/platform\`, by the ID of its operation: what a client needs of the
 * contracts, without their schemas. Written from them by
 * \`npx vitest run packages/wire/src/api/endpoints.test.ts --update\`.
 */
export const endpoints = {
`;

const tail = `} as const;

/** The ID of an operation of the platform's own API. */
export type EndpointId = keyof typeof endpoints;
`;

test('the table of endpoints, which clients without zod read, holds method and path of every contract', async () => {
  const lines = Object.entries(contracts)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, { method, path }]) => `  ${id}: '${method} ${path}',\n`);
  await expect(head + lines.join('') + tail).toMatchFileSnapshot('../generated/endpoints.ts');
});
