import type {
  OperationAccess,
  AccessOf,
  Action,
  CostName,
  OperationId,
  OperationRule,
  Repeatable,
} from '@pristan/rules';
import { operationRule } from '@pristan/rules';
import type { ProblemFieldError, ProblemCode } from '@pristan/wire/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { World } from '../environment/open.ts';
import type { Session, SignedInUser } from './session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Description of this route's endpoint of the JSON API. */
    endpoint?: EndpointDescription;
  }
}

type Optional = z.ZodType | undefined;

/** Requires every endpoint that writes to declare the effect of a repeated request. */
export type RepeatDeclaration =
  | { readonly method: 'GET'; readonly repeatable?: undefined }
  | { readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly repeatable: Repeatable };

/**
 * An endpoint of the JSON API as its route declares it. The rules' table of operations says who may call it, by
 * `operationId`.
 */
export interface EndpointDeclaration {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Effect of a repeated request; required by `RepeatDeclaration`. */
  readonly repeatable?: Repeatable | undefined;
  /** Path of the endpoint under `/api/platform`, with parameters as `:name`. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly operationId: OperationId;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Optional;
  readonly query?: Optional;
  /** Schema of the JSON body that this endpoint requires. */
  readonly body?: Optional;
  /** The request body may also be a form, or absent. */
  readonly takesForms?: boolean;
  /** Media types and size of an upload: a request body that is read as bytes. */
  readonly upload?: { readonly types: readonly string[]; readonly bytesMax: number };
  /** Cost of a request to this endpoint; by default that of a read, a write or an upload. */
  readonly cost?: CostName;
  /** Largest request body in bytes, where the default of 64 KiB is too small. */
  readonly bodyBytesMax?: number;
  /** The answer is a file that is offered under this name, and has no schema. */
  readonly download?: { readonly type: string; readonly fileName: string };
  /** HTTP status of success; default: 200, or 204 for an answer without a body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Schema of the answer; members it does not list are not sent. Absent: the answer has no body. */
  readonly answer?: Optional;
  /** Refusals by the handler itself; the refusals of checks that all endpoints share are implied. */
  readonly problems: readonly ProblemCode[];
}

/**
 * A declared endpoint of the JSON API with its entry in the rules' table of operations: everything that OpenAPI
 * describes.
 */
export interface EndpointDescription extends EndpointDeclaration, OperationRule {}

/** Adds to an endpoint's declaration who may call the endpoint. */
export function describeEndpoint(declaration: EndpointDeclaration & RepeatDeclaration): EndpointDescription {
  return { ...declaration, ...operationRule(declaration.operationId) };
}

/** Whether a request to this endpoint may carry an idempotency key. */
export function takesKey({ repeatable }: Pick<EndpointDeclaration, 'repeatable'>): boolean {
  return repeatable === 'key' || repeatable === 'precondition';
}

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Written<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** A declared endpoint of the JSON API, with its schemas and handler. */
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
  /** Slow work that does not use the store, done before a call with an idempotency key opens its transaction. */
  readonly prepare?: (
    call: EndpointCall<AccessOf<Id>, Params, Query, Body>,
  ) => Promise<{ readonly kind: 'prepared'; readonly prepared: Prepared } | PlatformRefusal>;
  /**
   * Carries out the call. Uses the store through `call.world`: a call with an idempotency key has its own transaction
   * there.
   */
  readonly handle: (
    call: EndpointCall<AccessOf<Id>, Params, Query, Body>,
    prepared: Prepared,
  ) => Promise<PlatformAnswer<Written<Answer>> | PlatformDownload | PlatformRefusal>;
}

/** A call to the JSON API that passed all shared checks. */
export interface EndpointCall<Who extends OperationAccess, Params, Query, Body> {
  /** Dependencies of the server, with the store of this call's transaction. */
  readonly world: World;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The caller; for an operation in an account it may be a program with a personal access token. */
  readonly session: Who extends 'public' ? undefined : Who extends Action ? SignedInUser : Session;
  readonly params: Read<Params>;
  readonly query: Read<Query>;
  readonly body: Read<Body>;
  /** Bytes of the uploaded file; empty for an endpoint without an upload. */
  readonly bytes: Uint8Array;
}

export interface PlatformAnswer<Body> {
  readonly kind: 'answer';
  readonly body: Body;
}

/** Answer that is a file, for an endpoint that declares a download. */
export interface PlatformDownload {
  readonly kind: 'download';
  readonly bytes: Uint8Array;
}

export interface PlatformRefusal {
  readonly kind: 'refusal';
  readonly code: ProblemCode;
  readonly errors?: readonly ProblemFieldError[];
}

/** Successful answer with this body. */
export function answer<Body>(body: Body): PlatformAnswer<Body> {
  return { kind: 'answer', body };
}

/** Successful answer without a body: 204. */
export const done: PlatformAnswer<undefined> = { kind: 'answer', body: undefined };

/** Refusal with this problem code, and field errors where the problem is about fields. */
export function refusal(code: ProblemCode, errors?: readonly ProblemFieldError[]): PlatformRefusal {
  return { kind: 'refusal', code, ...(errors === undefined ? {} : { errors }) };
}

/** Refusal of fields by name; an element of a list is named with its index. */
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
