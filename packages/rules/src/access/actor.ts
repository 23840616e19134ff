/** The personal access token that authenticated a request. Several tokens may have the same name. */
export interface UsedToken {
  readonly tokenId: string;
  readonly name: string;
}

/**
 * The author of a change, and the right behind it. The commit checks under lock that the right still holds
 * (`preconditions-of.ts`). An author without a membership states in `as` why none is needed.
 */
export type Actor = MemberActor | GrantActor | SecretActor | NonMemberActor;

/** A user who acts by the rights of their membership. */
export interface MemberActor {
  readonly userId: number;
  readonly address: string | undefined;
  /** The personal access token with which a program acted for the user; absent for a browser session. */
  readonly token?: UsedToken | undefined;
  /** The user's browser and operating system in short; absent for programs. */
  readonly browser?: string | undefined;
  readonly as?: undefined;
}

/** An integration that acts with its access token: it may do what its grant allows, while the grant is live. */
export interface GrantActor {
  readonly as: 'grant';
  /** The user on whose behalf the integration acts. */
  readonly userId: number;
  readonly address: string | undefined;
  readonly token?: undefined;
  readonly grantId: string;
  /** The user who gave the grant. */
  readonly grantorId: number;
  readonly integrationId: string;
  /** The integration's key epoch at the time its access token was issued. */
  readonly keyEpoch: number;
  /**
   * True when the grant has full access and the request named no context user: no user's role then limits the
   * integration.
   */
  readonly fullAccess: boolean;
}

/** An integrator's server that authenticated with this client secret. */
export interface SecretActor {
  readonly as: 'client';
  readonly userId: undefined;
  readonly address: string | undefined;
  readonly token?: undefined;
  readonly integrationId: string;
  readonly secretId: string;
}

/**
 * An author without a membership: the operator at the command line, the platform itself, or a user who answers their
 * invitation.
 */
export interface NonMemberActor {
  readonly as: 'operator' | 'platform' | 'invited';
  readonly userId: number | undefined;
  readonly address: string | undefined;
  readonly token?: undefined;
  /** The invited user's browser and operating system in short. */
  readonly browser?: string | undefined;
}

/** The operator at the command line, as the author of a change. */
export const operator: NonMemberActor = { as: 'operator', userId: undefined, address: undefined };

/** The platform, as the author of its scheduled work. */
export const platform: NonMemberActor = { as: 'platform', userId: undefined, address: undefined };

/** The maker of an invitation, a code or a token that is used later: a user, or an integration with a grant. */
export type Maker =
  | { readonly by: 'person'; readonly userId: number }
  | {
      readonly by: 'grant';
      readonly grantId: string;
      readonly integrationId: string;
      readonly keyEpoch: number;
      /** The user who gave the grant. */
      readonly userId: number;
    };
