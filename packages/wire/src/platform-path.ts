import type { EndpointId } from './generated/endpoints.ts';
import { endpoints } from './generated/endpoints.ts';

/** Path under which the platform's own JSON API is served. */
export const platformPath = '/api/platform';

type NamesIn<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The path parameters of an endpoint, by name. */
export type PathParams<Id extends EndpointId> = Readonly<Record<NamesIn<(typeof endpoints)[Id]>, string | number>>;

/** The HTTP method of an endpoint. */
export type MethodOf<Id extends EndpointId> = (typeof endpoints)[Id] extends `${infer Method} ${string}`
  ? Method
  : never;

/** The HTTP method of an endpoint. */
export function methodOf<Id extends EndpointId>(id: Id): MethodOf<Id> {
  const [method] = endpoints[id].split(' ');
  return method as MethodOf<Id>;
}

/** The path of an endpoint below `platformPath`, with these parameters percent-encoded. */
export function pathOf<Id extends EndpointId>(id: Id, params: PathParams<Id>): string {
  const values: Readonly<Record<string, string | number>> = params;
  const [, path = ''] = endpoints[id].split(' ');
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}
