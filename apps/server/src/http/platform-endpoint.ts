import type { Access, AccessOf, Action, CostName, OperationId, OperationRule, Repeatable } from '@pristan/rules';
import { operationRule } from '@pristan/rules';
import type { ProblemFieldError, ProblemCode } from '@pristan/wire/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { World } from '../environment/open.ts';
import type { Session, Signed } from './session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Entry of this route in the JSON API's description. */
    endpoint?: EndpointDescription;
  }
}

type Optional = z.ZodType | undefined;

/** Requires every endpoint that writes to declare what a repeated request does. */
export type RepeatDeclaration =
  | { readonly method: 'GET'; readonly repeatable?: undefined }
  | { readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly repeatable: Repeatable };

/** An endpoint as its route declares it. The rules' table of operations says who may call it, by `operationId`. */
export interface EndpointDeclaration {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Effect of a repeated request; see `RepeatDeclaration`. */
  readonly repeatable?: Repeatable | undefined;
  /** Path under `/api/platform`, with parameters as `:name`. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly operationId: OperationId;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Optional;
  readonly query?: Optional;
  /** Schema of a required JSON body. */
  readonly body?: Optional;
  /** The body may also be a form, or absent. */
  readonly takesForms?: boolean;
  /** A body of other media types, read as bytes. */
  readonly upload?: { readonly types: readonly string[]; readonly bytesMax: number };
  /** Cost of a request; by default that of a read, a write or an upload. */
  readonly cost?: CostName;
  /** Largest body in bytes, where the default of 64 KiB is too small. */
  readonly bodyBytesMax?: number;
  /** The answer is a file offered under this name, and has no schema. */
  readonly download?: { readonly type: string; readonly fileName: string };
  /** Default: 200, or 204 without an answer. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Schema of the answer; members it does not list are not sent. Absent: the answer has no body. */
  readonly answer?: Optional;
  /** Refusals of the handler itself; those of the shared phases are implied. */
  readonly problems: readonly ProblemCode[];
}

/** An endpoint with its entry in the table of operations: everything that OpenAPI describes. */
export interface EndpointDescription extends EndpointDeclaration, OperationRule {}

/** Completes an endpoint's declaration with who may call it. */
export function describeEndpoint(declaration: EndpointDeclaration & RepeatDeclaration): EndpointDescription {
  return { ...declaration, ...operationRule(declaration.operationId) };
}

/** Whether a request may carry an idempotency key. */
export function takesKey({ repeatable }: Pick<EndpointDeclaration, 'repeatable'>): boolean {
  return repeatable === 'key' || repeatable === 'precondition';
}

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Written<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** An endpoint's declaration with its schemas and handler. */
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
  /** Refuses an upload before its body is read. */
  readonly beforeUpload?: (params: Read<Params>) => Promise<ProblemCode | undefined>;
  /** Slow work that does not use the store, done before a keyed call opens its transaction. */
  readonly prepare?: (
    call: Call<AccessOf<Id>, Params, Query, Body>,
  ) => Promise<{ readonly kind: 'prepared'; readonly prepared: Prepared } | PlatformRefusal>;
  /** Uses the store through `call.world`: a call with a key has a store of its own. */
  readonly handle: (
    call: Call<AccessOf<Id>, Params, Query, Body>,
    prepared: Prepared,
  ) => Promise<PlatformAnswer<Written<Answer>> | PlatformDownload | PlatformRefusal>;
}

/** A call that passed all shared phases. */
export interface Call<Who extends Access, Params, Query, Body> {
  /** The world with this call's store. */
  readonly world: World;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The caller; in an account it may use a personal access token. */
  readonly session: Who extends 'public' ? undefined : Who extends Action ? Signed : Session;
  readonly params: Read<Params>;
  readonly query: Read<Query>;
  readonly body: Read<Body>;
  /** Bytes of an upload; empty for an endpoint without one. */
  readonly bytes: Uint8Array;
}

export interface PlatformAnswer<Body> {
  readonly kind: 'answer';
  readonly body: Body;
}

/** A file, for an endpoint that declares a download. */
export interface PlatformDownload {
  readonly kind: 'download';
  readonly bytes: Uint8Array;
}

export interface PlatformRefusal {
  readonly kind: 'refusal';
  readonly code: ProblemCode;
  readonly errors?: readonly ProblemFieldError[];
}

/** A success with this body. */
export function answer<Body>(body: Body): PlatformAnswer<Body> {
  return { kind: 'answer', body };
}

/** A success without a body: 204. */
export const done: PlatformAnswer<undefined> = { kind: 'answer', body: undefined };

/** A refusal by its code, with field errors where it is about fields. */
export function refusal(code: ProblemCode, errors?: readonly ProblemFieldError[]): PlatformRefusal {
  return { kind: 'refusal', code, ...(errors === undefined ? {} : { errors }) };
}

/** A refusal of fields by name; an element of a list by name and index. */
export function invalidFields(
  errors: readonly {
    readonly field: string;
    readonly index?: number | undefined;
    readonly code: ProblemFieldError['code'];
  }[],
): PlatformRefusal {
  return refusal(
    'invalid_fields',
    errors.map(({ field, code, index }) => ({ field: index === undefined ? field : `${field}.${index}`, code })),
  );
}
