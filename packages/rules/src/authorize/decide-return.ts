import type { DeniedMessage, GrantedMessage, ReturnPath } from '@pristan/wire';
import { formatDenialRedirect, originOf } from '@pristan/wire';

/** The browser's way back to the integrator after *Allow* or *Deny*. @see docs/spec/dialect.md#messages */
export type ReturnToIntegrator =
  | { readonly kind: 'redirect'; readonly location: string }
  /** The window posts `message` to its opener at `targetOrigin` and closes; with no opener it goes to `location`. */
  | {
      readonly kind: 'message';
      readonly targetOrigin: string;
      readonly message: GrantedMessage | DeniedMessage;
      readonly location: string;
    };

/**
 * Decides where the authorization code goes after *Allow*: to the opener only when its origin is that of the redirect
 * URI or a registered button origin. With any other `origin`, which the link's author chose, the window itself is
 * redirected.
 *
 * @see RFC 9700 §4.17
 * @see docs/spec/dialect.md#messages
 */
export function decideReturn(
  request: ReturnPath,
  integration: { readonly redirectUri: string; readonly buttonOrigins: readonly string[] },
  location: string,
): ReturnToIntegrator {
  const { openerOrigin } = request;
  const trusted =
    openerOrigin !== undefined &&
    (openerOrigin === originOf(integration.redirectUri) || integration.buttonOrigins.includes(openerOrigin));
  return request.mode === 'popup' && trusted
    ? { kind: 'message', targetOrigin: openerOrigin, message: { url: location }, location }
    : { kind: 'redirect', location };
}

/**
 * Decides the browser's way back after *Deny*. The message holds no secret, so it may go to any origin that the request
 * named.
 *
 * @see RFC 6749 §4.1.2.1
 * @see docs/spec/dialect.md#denial
 */
export function decideDenial(
  request: ReturnPath,
  integration: { readonly clientId: string; readonly redirectUri: string },
): ReturnToIntegrator {
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
