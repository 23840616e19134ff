/** A personal access token that was used; names of tokens may be alike. */
export interface UsedToken {
  readonly tokenId: string;
  readonly name: string;
}

/**
 * The author of a change, and their right to it. The commit checks under lock that they still have it (`preconditions-of.ts`);
 * somebody without a membership says in `as` why they need none.
 */
export type Actor = Person | GrantHolder | SecretHolder | Outsider;

/** A person, who may do what their membership allows. */
export interface Person {
  readonly userId: number;
  readonly address: string | undefined;
  /** The personal access token with which a program did it in the person's name. */
  readonly token?: UsedToken | undefined;
  readonly as?: undefined;
}

/** An integration with its access token: it may do what the grant allows, as long as that lives. */
export interface GrantHolder {
  readonly as: 'grant';
  /** The person it acts as. */
  readonly userId: number;
  readonly address: string | undefined;
  readonly token?: undefined;
  readonly grantId: string;
  /** The person who gave the grant. */
  readonly grantorId: number;
  readonly integrationId: string;
  /** Key epoch of the secret that its token was issued under. */
  readonly keyEpoch: number;
  /** The grant has full access and no person was named: the person's own role does not matter. */
  readonly fullAccess: boolean;
}

/** An integrator's server that has authenticated with this client secret. */
export interface SecretHolder {
  readonly as: 'client';
  readonly userId: undefined;
  readonly address: string | undefined;
  readonly token?: undefined;
  readonly integrationId: string;
  readonly secretId: string;
}

/** The operator at the command line, the platform's own work, or a person who answers their invitation. */
export interface Outsider {
  readonly as: 'operator' | 'platform' | 'invited';
  readonly userId: number | undefined;
  readonly address: string | undefined;
  readonly token?: undefined;
}

/** The operator at the command line. */
export const operator: Outsider = { as: 'operator', userId: undefined, address: undefined };

/** The platform, when it does what is due. */
export const platform: Outsider = { as: 'platform', userId: undefined, address: undefined };

/** Who made something that is used later: a person, or an integration with a grant. */
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
