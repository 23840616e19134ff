/** A field's type as pieces of text; a piece with a reference names an object that the API page describes. */
export type TypeView = readonly { readonly text: string; readonly reference: string | null }[];

/** A field of a request, a response or an object; with a place, a parameter of the request. */
export interface MemberView {
  readonly name: string;
  readonly place?: 'path' | 'query' | 'header';
  readonly type: TypeView;
  readonly required: boolean;
  readonly description: string | null;
}

/** The body of a request or a response, by its media types; without any there is no body. */
export interface MessageView {
  readonly types: readonly string[];
  readonly description: string | null;
  readonly members: readonly MemberView[];
}

/** One endpoint as the API page shows it. */
export interface OperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string | null;
  readonly who: 'anybody' | 'signed_in' | 'member' | 'admin' | 'staff' | 'integration';
  /** The ability that a personal access token needs; `null` if the endpoint accepts no personal access token. */
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

/** Content of the API page, taken from the OpenAPI document. */
export interface ApiDocsView {
  readonly description: string;
  readonly documentUrl: string;
  readonly tags: readonly {
    readonly name: string;
    readonly description: string;
    readonly operations: readonly OperationView[];
  }[];
  /** Methods of the account API, which integrators' programs and resource servers call. */
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
