/** Where the delivery log of an integration stands. @param integration the path of the integration's page */
export function deliveriesPath(integration: string): string {
  return `${integration}/deliveries`;
}
