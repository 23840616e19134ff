/** The personal access token that was used. Several tokens may have the same name. */
export interface UsedToken {
  readonly tokenId: string;
  readonly name: string;
}

/**
 * The author of a change, and the right behind it. The commit checks under lock that the right still holds
 * (`preconditions-of.ts`). An author without a membership states in `as` why none is needed.
 */
export type Actor = MemberActor | GrantActor | SecretActor | NonMemberActor;

/** A person, whose rights come from their membership. */
export interface MemberActor {
  readonly userId: number;
  readonly address: string | undefined;
  /** The personal access token with which a program acted for the person. */
  readonly token?: UsedToken | undefined;
  /** Browser and operating system in short; absent for programs. */
  readonly browser?: string | undefined;
  readonly as?: undefined;
}

/** An integration with its access token: it may do what its grant allows, while the grant is live. */
export interface GrantActor {
  readonly as: 'grant';
  /** The person on whose behalf it acts. */
  readonly userId: number;
  readonly address: string | undefined;
  readonly token?: undefined;
  readonly grantId: string;
  /** The person who gave the grant. */
  readonly grantorId: number;
  readonly integrationId: string;
  /** The integration's key epoch at the issue of its token. */
  readonly keyEpoch: number;
  /** True when the grant has full access and the request named no person: nobody's role then limits it. */
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

/** The operator at the command line, the platform itself, or a person who answers their invitation. */
export interface NonMemberActor {
  readonly as: 'operator' | 'platform' | 'invited';
  readonly userId: number | undefined;
  readonly address: string | undefined;
  readonly token?: undefined;
  /** The invited person's browser and operating system in short. */
  readonly browser?: string | undefined;
}

/** The operator at the command line. */
export const operator: NonMemberActor = { as: 'operator', userId: undefined, address: undefined };

/** The platform, for its scheduled work. */
export const platform: NonMemberActor = { as: 'platform', userId: undefined, address: undefined };

/** The author of something that takes effect later: a person, or an integration with a grant. */
export type Maker =
  | { readonly by: 'person'; readonly userId: number }
  | {
      readonly by: 'grant';
      readonly grantId: string;
      readonly integrationId: string;
      readonly keyEpoch: number;
      /** The person who gave the grant. */
      readonly userId: number;
    };
