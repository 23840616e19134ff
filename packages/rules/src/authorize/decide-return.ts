import type { DeniedMessage, GrantedMessage, ReturnPath } from '@pristan/wire';
import { formatDenialRedirect, originOf } from '@pristan/wire';

/** How the browser goes back to the integrator. */
export type Return =
  | { readonly kind: 'redirect'; readonly location: string }
  /** The window posts `message` to its opener at `targetOrigin` and closes; with no opener it goes to `location`. */
  | {
      readonly kind: 'message';
      readonly targetOrigin: string;
      readonly message: GrantedMessage | DeniedMessage;
      readonly location: string;
    };

/**
 * Where the code goes: to the opener only when its origin is the redirect URI's or was registered on the integration;
 * anybody else's word in `origin` gets a redirect of the window itself.
 *
 * @see docs/spec/dialect.md#messages
 */
export function decideReturn(
  request: ReturnPath,
  integration: { readonly redirectUri: string; readonly buttonOrigins: readonly string[] },
  location: string,
): Return {
  const { openerOrigin } = request;
  const trusted =
    openerOrigin !== undefined &&
    (openerOrigin === originOf(integration.redirectUri) || integration.buttonOrigins.includes(openerOrigin));
  return request.mode === 'popup' && trusted
    ? { kind: 'message', targetOrigin: openerOrigin, message: { url: location }, location }
    : { kind: 'redirect', location };
}

/** The way back after Deny. The message holds no secret, so it may go to whatever origin the request named. */
export function decideDenial(
  request: ReturnPath,
  integration: { readonly clientId: string; readonly redirectUri: string },
): Return {
  const location = formatDenialRedirect(integration.redirectUri, {
    clientId: integration.clientId,
    stateRaw: request.stateRaw,
  });
  return request.mode !== undefined && request.openerOrigin !== undefined
    ? {
        kind: 'message',
        targetOrigin: request.openerOrigin,
        message: { client_id: integration.clientId, error: 'access_denied' },
        location,
      }
    : { kind: 'redirect', location };
}
