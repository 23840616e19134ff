import type { deliveryFailures } from '@pristan/wire/api';

/** Whatever a delivery may come to. */
export type DeliveryStateView = 'pending' | 'started' | 'delivered' | 'failed' | 'unknown';

/** Why a try did not succeed. */
export type FailureView = (typeof deliveryFailures)[number];

/** A hook that was sent, or will be. Instants are epoch milliseconds. */
export interface DeliveryView {
  readonly id: string;
  readonly hook: 'secrets' | 'install' | 'disconnect';
  readonly host: string;
  /** The account that it tells about, by number: an integrator learns no more of another's account. */
  readonly accountId: number;
  /** It was sent by a press, and tells about nobody's account. */
  readonly test: boolean;
  readonly state: DeliveryStateView;
  readonly tries: number;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** Of one that waits. */
  readonly dueAt: number | null;
  readonly lastFailure: FailureView | null;
  readonly lastStatus: number | null;
}

/** The badge's tone for a state. */
export const stateTones = {
  pending: 'calm',
  started: 'calm',
  delivered: 'good',
  failed: 'bad',
  unknown: 'buoy',
} as const satisfies Record<DeliveryStateView, string>;
