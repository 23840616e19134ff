import type { Fields, FieldsReading } from './members.ts';
import { readFormFields } from './members.ts';

const members = ['client_id', 'client_secret', 'token', 'token_type_hint'] as const;

/** The members of an introspection request, as sent. @see RFC 7662 §2.1 */
export type IntrospectionFields = Fields<(typeof members)[number]>;

/** Reads the form body of an introspection request. @see RFC 7662 §2.1 */
export function readIntrospectionForm(body: string): FieldsReading<(typeof members)[number]> {
  return readFormFields(body, members);
}

/**
 * The introspection answer, which a resource server gets about a token. Times in seconds.
 *
 * @see RFC 7662 §2.2
 * @see docs/spec/dialect.md#introspection
 */
export type IntrospectionBody =
  | { readonly active: false }
  | {
      readonly active: true;
      /** The grant's scopes, separated by spaces. */
      readonly scope: string;
      readonly client_id: string;
      readonly token_type: 'Bearer';
      readonly exp: number;
      readonly iat: number;
      readonly nbf: number;
      readonly sub: string;
      readonly aud: string;
      readonly iss: string;
      readonly jti: string;
      readonly account_id: number;
      readonly subdomain: string;
      readonly grant_id: string;
      readonly kind: 'private' | 'public' | 'external';
      readonly long_lived: boolean;
      readonly rights: { readonly full_access: boolean; readonly admin: boolean };
    };

/**
 * An error of the introspection endpoint, in the exact form of the RFCs.
 *
 * @see RFC 6749 §5.2
 * @see RFC 7662 §2.3
 */
export interface RfcErrorBody {
  readonly error: 'invalid_request' | 'invalid_client' | 'temporarily_unavailable';
  readonly error_description: string;
}
