import type { DeliveryCursor } from '@pristan/flows';
import { isUuid } from '@pristan/wire';

/** Formats the cursor of a list of deliveries as text. */
export function formatDeliveryCursor({ createdAt, deliveryId }: DeliveryCursor): string {
  return `${createdAt}-${deliveryId}`;
}

/** Reads the cursor of a list of deliveries; `undefined` when it is malformed. */
export function parseDeliveryCursor(text: string): DeliveryCursor | undefined {
  const [, createdAt, deliveryId = ''] = /^(\d{1,15})-(.+)$/.exec(text) ?? [];
  return isUuid(deliveryId) ? { createdAt: Number(createdAt), deliveryId } : undefined;
}
