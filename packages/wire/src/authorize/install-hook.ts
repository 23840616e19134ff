import type { SuccessRedirect } from './redirect.ts';
import { formatSuccessRedirect } from './redirect.ts';

/**
 * Formats the URL of the install hook: `code, referer, platform, client_id, from_widget=1`. It never has a `state`: no
 * request sent one.
 *
 * @see docs/spec/dialect.md#widget-install
 */
export function formatInstallUrl(
  redirectUri: string,
  about: Omit<SuccessRedirect, 'stateRaw' | 'secretsCode'>,
): string {
  return `${formatSuccessRedirect(redirectUri, about)}&from_widget=1`;
}
