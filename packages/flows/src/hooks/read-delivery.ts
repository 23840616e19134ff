import type { OvertakenBy } from '@pristan/rules';
import { causeStatus, hookPolicies } from '@pristan/rules';
import type { DeliveryAttemptRow, DeliveryRow } from '../ports/deliveries.ts';
import type { Store } from '../ports/store.ts';

/** A delivery with its attempts, and the reason why it can't be resent. */
export type ShownDelivery = DeliveryRow & {
  readonly attempts: readonly DeliveryAttemptRow[];
  /** The newer state that has overtaken the delivery, whether it was dropped for that or finished otherwise. */
  readonly overtakenBy: OvertakenBy | undefined;
};

/**
 * Reads one delivery. For a finished delivery that could be resent, it checks whether a newer state has overtaken it.
 */
export async function readDelivery(
  env: { readonly store: Pick<Store, 'deliveries'> },
  { ownerId, integrationId, deliveryId }: { ownerId: number; integrationId: string; deliveryId: string },
): Promise<ShownDelivery | undefined> {
  const { deliveries } = env.store;
  const found = await deliveries.find(ownerId, integrationId, deliveryId);
  if (found === undefined || found.finishedAt === undefined || !hookPolicies[found.hook].resendable) return found;
  const facts = await deliveries.resendFacts(ownerId, integrationId, deliveryId);
  if (facts === undefined || facts.caused.isTest) return found;
  const status = causeStatus(facts.caused, facts.present);
  return { ...found, overtakenBy: status.kind === 'overtaken' ? status.by : undefined };
}
