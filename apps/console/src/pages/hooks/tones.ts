/** Badge tone of a delivery's state. */
export const stateTones = {
  pending: 'calm',
  started: 'calm',
  delivered: 'good',
  failed: 'bad',
  unknown: 'buoy',
  overtaken: 'calm',
} as const;
