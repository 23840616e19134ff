/** A type as pieces, of which some name an object described below. */
export type TypeView = readonly { readonly text: string; readonly reference: string | null }[];

/** A member of a body, an answer or an object; a parameter of an address when it has a place. */
export interface MemberView {
  readonly name: string;
  readonly place?: 'path' | 'query' | 'header';
  readonly type: TypeView;
  readonly required: boolean;
  readonly description: string | null;
}

/** A request's or an answer's body. No types: there is none. */
export interface MessageView {
  readonly types: readonly string[];
  readonly description: string | null;
  readonly members: readonly MemberView[];
}

/** One endpoint. */
export interface OperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string | null;
  readonly who: 'anybody' | 'signed_in' | 'member' | 'admin' | 'staff' | 'integration';
  /** The ability that a personal access token needs; `null`: no such token is accepted. */
  readonly ability: string | null;
  readonly parameters: readonly MemberView[];
  readonly body: MessageView | null;
  readonly answer: MessageView & { readonly status: number };
  readonly problems: readonly {
    readonly code: string;
    readonly status: number;
    readonly title: string;
    readonly url: string;
  }[];
}

/** The description of the JSON API, as its OpenAPI document has it. */
export interface ApiDocsView {
  readonly description: string;
  readonly documentUrl: string;
  readonly tags: readonly {
    readonly name: string;
    readonly description: string;
    readonly operations: readonly OperationView[];
  }[];
  /** The methods that integrators' programs and resource servers call. */
  readonly methods: readonly {
    readonly method: string;
    readonly path: string;
    readonly credential: string;
    readonly scope: string;
    readonly right: 'any' | 'admin' | 'admin in person';
    readonly kinds: 'all' | 'not external';
  }[];
  readonly objects: readonly {
    readonly name: string;
    readonly description: string | null;
    readonly members: readonly MemberView[];
  }[];
}
