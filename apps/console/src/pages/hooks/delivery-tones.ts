/** Colour of the badge for each state of a delivery. */
export const deliveryTones = {
  pending: 'calm',
  started: 'calm',
  delivered: 'good',
  failed: 'bad',
  unknown: 'buoy',
  overtaken: 'calm',
} as const;
