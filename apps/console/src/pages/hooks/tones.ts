/** The badge's tone for a delivery's state. */
export const stateTones = {
  pending: 'calm',
  started: 'calm',
  delivered: 'good',
  failed: 'bad',
  unknown: 'buoy',
} as const;
