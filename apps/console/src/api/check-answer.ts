import type { EndpointId } from '@pristan/wire';
import type { Contract } from '@pristan/wire/api';

/**
 * Parses an answer by its contract. Only for development and tests: production builds leave out this file, and with it
 * the schemas.
 *
 * @throws ZodError for an answer that the contract does not allow
 */
export async function checkAnswer(id: EndpointId, answer: unknown): Promise<void> {
  const { contracts } = await import('@pristan/wire/api');
  const contract: Contract = contracts[id];
  contract.answer?.parse(answer);
}
