/** Colour of the badge for each state of a delivery. */
export const stateTones = {
  pending: 'calm',
  started: 'calm',
  delivered: 'good',
  failed: 'bad',
  unknown: 'buoy',
  overtaken: 'calm',
} as const;
