import type { Access, AccessOf, Action, OperationId, OperationRule, Repeatable } from '@pristan/rules';
import { operationRule } from '@pristan/rules';
import type { FieldFault, ProblemCode } from '@pristan/wire/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { World } from '../environment/open.ts';
import type { Session, Signed } from './session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the JSON API's description says of this route. */
    endpoint?: EndpointDescription;
  }
}

type Optional = z.ZodType | undefined;

/** Requires every endpoint that writes to declare what a repeated request does. */
export type Repeating =
  | { readonly method: 'GET'; readonly repeatable?: undefined }
  | { readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly repeatable: Repeatable };

/** An endpoint as its route declares it. Who may call it stands in the rules' table of operations, by `operationId`. */
export interface EndpointDeclaration {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Effect of a repeated request; see `Repeating`. */
  readonly repeatable?: Repeatable | undefined;
  /** Under `/api/platform`, with parameters as `:name`. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly operationId: OperationId;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Optional;
  readonly query?: Optional;
  /** A JSON body; then it is required. */
  readonly body?: Optional;
  /** The body may be a form as well, or absent. */
  readonly takesForms?: boolean;
  /** A body of other types, taken as bytes. */
  readonly upload?: { readonly types: readonly string[]; readonly bytesMax: number };
  /** The largest body, when the 64 KiB of all others won't do. */
  readonly bodyBytesMax?: number;
  /** The answer is a file, offered under this name, and has no schema. */
  readonly download?: { readonly type: string; readonly fileName: string };
  /** 200 unless said otherwise. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Absent: the answer has no body. What it does not list is not sent. */
  readonly answer?: Optional;
  /** Refusals of the handler itself; those of the shared phases are known. */
  readonly problems: readonly ProblemCode[];
}

/** An endpoint with what the table of operations says of it: all that OpenAPI tells. */
export interface EndpointDescription extends EndpointDeclaration, OperationRule {}

/** The endpoint with who may call it. */
export function described(declaration: EndpointDeclaration & Repeating): EndpointDescription {
  return { ...declaration, ...operationRule(declaration.operationId) };
}

/** Whether a request to it may carry an idempotency key. */
export function takesKey({ repeatable }: Pick<EndpointDeclaration, 'repeatable'>): boolean {
  return repeatable === 'key' || repeatable === 'precondition';
}

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Written<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** An endpoint's description with its schemas and handler. */
export interface Endpoint<
  Id extends OperationId,
  Params extends Optional,
  Query extends Optional,
  Body extends Optional,
  Answer extends Optional,
  Prepared = undefined,
> extends EndpointDeclaration {
  readonly operationId: Id;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer?: Answer;
  /** What is settled before an upload is read, so that none is read in vain. */
  readonly beforeUpload?: (params: Read<Params>) => Promise<ProblemCode | undefined>;
  /** Slow work that asks the store for nothing, done before a transaction is open for a keyed call. */
  readonly prepare?: (
    call: Call<AccessOf<Id>, Params, Query, Body>,
  ) => Promise<{ readonly kind: 'prepared'; readonly prepared: Prepared } | PlatformRefusal>;
  /** Asks and changes the store by `call.world`: a call with a key has one of its own. */
  readonly handle: (
    call: Call<AccessOf<Id>, Params, Query, Body>,
    prepared: Prepared,
  ) => Promise<PlatformAnswer<Written<Answer>> | PlatformDownload | PlatformRefusal>;
}

/** A call that came through all shared phases. */
export interface Call<Who extends Access, Params, Query, Body> {
  /** The world with the store of this call. */
  readonly world: World;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Who calls; in an account it may be with a personal access token. */
  readonly session: Who extends 'public' ? undefined : Who extends Action ? Signed : Session;
  readonly params: Read<Params>;
  readonly query: Read<Query>;
  readonly body: Read<Body>;
  /** The bytes of an upload; empty when the endpoint takes none. */
  readonly bytes: Uint8Array;
}

export interface PlatformAnswer<Body> {
  readonly kind: 'answer';
  readonly body: Body;
}

/** A file, for an endpoint that says so. */
export interface PlatformDownload {
  readonly kind: 'download';
  readonly bytes: Uint8Array;
}

export interface PlatformRefusal {
  readonly kind: 'refusal';
  readonly code: ProblemCode;
  readonly errors?: readonly FieldFault[];
}

/** Success. */
export function answer<Body>(body: Body): PlatformAnswer<Body> {
  return { kind: 'answer', body };
}

/** Success that has nothing to say: 204. */
export const done: PlatformAnswer<undefined> = { kind: 'answer', body: undefined };

/** A refusal by its code; with the fields it is about, if it is about fields. */
export function refusal(code: ProblemCode, errors?: readonly FieldFault[]): PlatformRefusal {
  return { kind: 'refusal', code, ...(errors === undefined ? {} : { errors }) };
}

/** Fields that will not do, each by its name; one of several values by its place too. */
export function invalidFields(
  errors: readonly { readonly field: string; readonly index?: number | undefined; readonly code: FieldFault['code'] }[],
): PlatformRefusal {
  return refusal(
    'invalid_fields',
    errors.map(({ field, code, index }) => ({ field: index === undefined ? field : `${field}.${index}`, code })),
  );
}
