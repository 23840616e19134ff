import type { OperationAccess, Action, CostName } from '@pristan/rules';
import type { Contract, ProblemFieldError, ProblemCode, SchemaOf } from '@pristan/wire/api';
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

/** The contract of an endpoint whose permitted caller the rules know. */
export type EndpointDescription = Contract & { readonly access: OperationAccess };

/** Whether a request to this endpoint may carry an idempotency key. */
export function takesKey({ repeatable }: Pick<Contract, 'repeatable'>): boolean {
  return repeatable === 'key' || repeatable === 'precondition';
}

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Written<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** A call to the endpoint of this contract. */
export type CallOf<Of extends EndpointDescription> = EndpointCall<
  Of['access'],
  SchemaOf<Of, 'params'>,
  SchemaOf<Of, 'query'>,
  SchemaOf<Of, 'body'>
>;

/** Parts of an endpoint that only the server has: its own limits, and the work. */
export interface Binding<Of extends EndpointDescription, Prepared = undefined> {
  /** Cost of a request to this endpoint; by default that of a read, a write or an upload. */
  readonly cost?: CostName;
  /** Largest request body in bytes, where the default of 64 KiB is too small. */
  readonly bodyBytesMax?: number;
  /** Refuses an upload before its body is read. */
  readonly beforeUpload?: (params: CallOf<Of>['params']) => Promise<ProblemCode | undefined>;
  /** Slow work that does not use the store, done before a call with an idempotency key opens its transaction. */
  readonly prepare?: (
    call: CallOf<Of>,
  ) => Promise<{ readonly kind: 'prepared'; readonly prepared: Prepared } | PlatformRefusal>;
  /**
   * Carries out the call. Uses the store through `call.world`: a call with an idempotency key has its own transaction
   * there.
   */
  readonly handle: (
    call: CallOf<Of>,
    prepared: Prepared,
  ) => Promise<PlatformAnswer<Written<SchemaOf<Of, 'answer'>>> | PlatformDownload | PlatformRefusal>;
}

/** A call to the JSON API that passed all shared checks. */
interface EndpointCall<Who extends OperationAccess, Params, Query, Body> {
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
