import type { EndpointId, PathParams } from '@pristan/wire';
import { pathOf, platformPath } from '@pristan/wire';
import type { BodyOf, Contracts, QueryOf } from '@pristan/wire/api';

type ParamsPart<Id extends EndpointId> = [keyof PathParams<Id>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: PathParams<Id> };

type Parameters<Schema> = { readonly [Name in keyof Schema]: string | number | boolean };

type QueryPart<Query> = Query extends object
  ? Partial<Query> extends Query
    ? { readonly query?: Parameters<Query> }
    : { readonly query: Parameters<Query> }
  : { readonly query?: undefined };

type BodyPart<Id extends EndpointId> = Contracts[Id] extends { readonly upload: unknown }
  ? { readonly bytes: Blob; readonly type: string }
  : BodyOf<Id> extends object
    ? { readonly body: BodyOf<Id> }
    : { readonly body?: undefined };

/** Parts of a call of an endpoint, from its contract: path parameters, query, and a JSON body or a file. */
export type Sent<Id extends EndpointId> = ParamsPart<Id> & QueryPart<QueryOf<Id>> & BodyPart<Id>;

/** Arguments after the endpoint's ID; an endpoint that needs nothing takes none. */
export type Args<Id extends EndpointId> =
  Partial<Sent<Id>> extends Sent<Id> ? readonly [sent?: Sent<Id>] : readonly [sent: Sent<Id>];

/** Parts of a call, whatever its endpoint. */
export interface AnySent {
  readonly params?: Readonly<Record<string, string | number>> | undefined;
  readonly query?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly body?: unknown;
  readonly bytes?: Blob;
  readonly type?: string;
}

/** URL of a call, below this site. */
export function urlOf(id: EndpointId, { params = {}, query = {} }: AnySent): string {
  const entries = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const text = new URLSearchParams(entries).toString();
  const path = pathOf(id, params as PathParams<EndpointId>);
  return `${platformPath}${path}${text === '' ? '' : `?${text}`}`;
}
