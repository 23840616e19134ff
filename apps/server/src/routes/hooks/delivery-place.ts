import type { DeliveryPlace } from '@pristan/flows';
import { isUuid } from '../../http/uuid.ts';

/** A place in the list as an address says it. */
export function placeText({ createdAt, deliveryId }: DeliveryPlace): string {
  return `${createdAt}-${deliveryId}`;
}

/** The same read back; `undefined` when it is none. */
export function placeOf(text: string): DeliveryPlace | undefined {
  const [, createdAt, deliveryId = ''] = /^(\d{1,15})-(.+)$/.exec(text) ?? [];
  return isUuid(deliveryId) ? { createdAt: Number(createdAt), deliveryId } : undefined;
}
