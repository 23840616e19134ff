import type { z } from 'zod';
import type { Repeatable } from '../idempotency-key.ts';
import type { TokenAbility } from '../token/personal.ts';
import type { ProblemCode } from './problems.ts';

interface SharedParts {
  /** Path under `/api/platform`, with parameters as `:name`. */
  readonly path: `/${string}`;
  /**
   * The permitted caller: `public` anybody, `session` any signed-in user, `staff` the platform's staff, `client` an
   * integration with its own credentials, or the action that the user must be permitted in the account named in the
   * path. The rules have the table of actions; an endpoint with an unknown one does not compile.
   */
  readonly access: 'public' | 'session' | 'staff' | 'client' | `${string}.${string}`;
  /** The ability that a personal access token needs; absent: no personal token may call the endpoint. */
  readonly ability?: TokenAbility;
  /** Section of the API's documentation. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** Schema of the JSON body that the endpoint requires. */
  readonly body?: z.ZodType;
  /** The request body may also be a form, or absent. */
  readonly takesForms?: boolean;
  /** Media types of an upload: a request body that is read as bytes. */
  readonly upload?: { readonly types: readonly string[] };
  /** HTTP status of success; default: 200, or 204 for an answer without a body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Schema of the answer; members it does not list are not sent. Absent: the answer has no body. */
  readonly answer?: z.ZodType;
  /** The answer is a file that is offered under this name, and has no schema. */
  readonly download?: { readonly type: string; readonly fileName: string };
  /** Refusals by the endpoint itself; the refusals of checks that all endpoints share are implied. */
  readonly problems: readonly ProblemCode[];
}

/**
 * The contract of one endpoint of `/api/platform`, without its ID. An endpoint that writes states the effect of a
 * repeated request.
 */
export type ContractParts = SharedParts &
  (
    | { readonly method: 'GET'; readonly repeatable?: undefined }
    | { readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly repeatable: Repeatable }
  );

/** The contract of one endpoint of `/api/platform`: server, OpenAPI document and console are made from it. */
export type Contract = ContractParts & { readonly operationId: string };

/** The schema that a contract has for one part of a call; undefined when it has none. */
export type SchemaOf<Of extends Contract, Part extends 'params' | 'query' | 'body' | 'answer'> =
  Of extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? Schema : undefined;

/** Gives each contract of a table its key as its ID. */
export function withIds<const Table extends Readonly<Record<string, ContractParts>>>(
  table: Table,
): { readonly [Id in keyof Table & string]: Table[Id] & { readonly operationId: Id } } {
  const named = Object.entries(table).map(([operationId, parts]) => [operationId, { ...parts, operationId }]);
  return Object.fromEntries(named) as ReturnType<typeof withIds<Table>>;
}
