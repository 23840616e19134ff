import type { RawParameter } from './raw.ts';
import { readRawQuery } from './raw.ts';

/**
 * The parameters of an authorize request that take effect, and the kind of request they make.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export interface EffectiveParameters {
  readonly asks: 'integration' | 'metadata';
  /** The parameters in the order sent. For `state`, `mode` and `origin` the first occurrence takes effect. */
  readonly parameters: readonly RawParameter[];
}

/**
 * Splits the query of `/oauth` as the stock button script writes it: `state`, `mode`, `origin`, then the script's own
 * parameters. The script does not encode the page address in `origin`, so the query of the page ends up between
 * `origin` and the script's parameters. Those start at the last `client_id` after `origin`, or for a metadata button at
 * the last `name`; everything between belongs to `origin` and is dropped.
 *
 * A `client_id` or metadata before `origin` takes effect as it is: no script writes them there, so the author of the
 * link wrote the whole query. An encoded `origin` cannot leak parameters, so nothing is dropped.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function effectiveParameters(query: string): EffectiveParameters {
  const all = readRawQuery(query);
  const at = all.findIndex(({ name }) => name === 'origin');
  const origin = all[at];
  if (origin === undefined || !isRawAddress(origin)) return { asks: kindOf(all), parameters: all };
  const before = all.slice(0, at);
  if (has(before, 'client_id') || describes(before)) {
    return { asks: kindOf(before), parameters: [...before, origin] };
  }
  const behind = all.slice(at + 1);
  const client = lastOf(behind, 'client_id');
  const name = lastOf(behind, 'name');
  // The stock button script puts the client ID last. A metadata button's redirect URI may contain a client ID in its
  // own query.
  if (client > Math.max(name, lastOf(behind, 'secrets_uri'))) {
    return { asks: 'integration', parameters: [...before, origin, ...behind.slice(client)] };
  }
  const own = name < 0 ? [] : behind.slice(name).filter((parameter) => parameter.name !== 'client_id');
  return { asks: describes(own) ? 'metadata' : 'integration', parameters: [...before, origin, ...own] };
}

function kindOf(parameters: readonly RawParameter[]): EffectiveParameters['asks'] {
  return !has(parameters, 'client_id') && describes(parameters) ? 'metadata' : 'integration';
}

/**
 * True for the parameters of a metadata button: they name an address for the secrets, or at least an integration name
 * and a redirect URI.
 */
function describes(parameters: readonly RawParameter[]): boolean {
  return has(parameters, 'secrets_uri') || (has(parameters, 'redirect_uri') && has(parameters, 'name'));
}

/** True for a page address in `origin` that was not encoded: an encoded address has no `://`. */
function isRawAddress({ raw }: RawParameter): boolean {
  return raw.includes('://');
}

function has(parameters: readonly RawParameter[], name: string): boolean {
  return parameters.some((parameter) => parameter.name === name);
}

function lastOf(parameters: readonly RawParameter[], name: string): number {
  return parameters.findLastIndex((parameter) => parameter.name === name);
}
