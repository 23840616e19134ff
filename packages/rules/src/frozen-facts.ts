/**
 * The facts of an integration that are frozen at publication. A later change of any of them is unreviewed, and is
 * marked on every page where an account decides about the integration.
 *
 * @see docs/spec/dialect.md#frozen-at-publication
 */
export interface FrozenFacts {
  readonly name: string;
  /** The name of the account that owns the integration and is responsible for it. */
  readonly developer: string;
  readonly logoHash: string | undefined;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly buttonOrigins: readonly string[];
  readonly disconnectUri: string | undefined;
  /** Scheme and host of every link in the descriptions of all languages, as written in them. */
  readonly links: readonly string[];
  readonly widget: LiveWidget | undefined;
}

/** The version of a widget that accounts get, and the digest of its archive. */
export interface LiveWidget {
  readonly number: number;
  readonly sha256: string;
}

/** An integration's present facts, and the facts that were reviewed at its publication. */
export interface Publication {
  readonly now: FrozenFacts;
  /** The reviewed facts; absent when the integration is not published. */
  readonly frozen: FrozenFacts | undefined;
}

/** The frozen facts in the order in which pages list them, the most important first. */
export const frozenFactNames = [
  'redirect_uri',
  'scopes',
  'developer',
  'name',
  'logo',
  'button_origins',
  'disconnect_uri',
  'link_hosts',
  'widget',
] as const;

export type FrozenFact = (typeof frozenFactNames)[number];

/** A frozen fact that has changed since its review. A single value is a list of one, a missing value an empty list. */
export interface FrozenDifference {
  readonly fact: FrozenFact;
  readonly reviewed: readonly string[];
  readonly now: readonly string[];
}

type Beside = Pick<FrozenFacts, 'developer' | 'links' | 'widget'>;

/** The facts to freeze, from an integration's fields and the facts stored elsewhere. */
export function frozenFacts(fields: Omit<FrozenFacts, keyof Beside>, beside: Beside): FrozenFacts {
  const { name, logoHash, scopes, redirectUri, buttonOrigins, disconnectUri } = fields;
  const { developer, links, widget } = beside;
  return { name, developer, logoHash, scopes, redirectUri, buttonOrigins, disconnectUri, links, widget };
}

/** Every frozen fact that has changed since its review; empty when nothing was frozen. */
export function differsFromPublication(
  facts: FrozenFacts,
  frozen: FrozenFacts | undefined,
): readonly FrozenDifference[] {
  if (frozen === undefined) return [];
  return frozenFactNames.flatMap((fact): readonly FrozenDifference[] => {
    const { values, compared = values } = readings[fact];
    return isSameSet(compared(facts), compared(frozen)) ? [] : [{ fact, reviewed: values(frozen), now: values(facts) }];
  });
}

/**
 * The hosts, with ports, that links lead to as browsers read them; for a mail address, its domain. Links within the
 * platform's own site have no host.
 */
export function hostsOfLinks(links: readonly string[]): readonly string[] {
  return [...new Set(links.flatMap(hostsOf))].sort();
}

interface Reading {
  readonly values: (facts: FrozenFacts) => readonly string[];
  /** The values to compare; absent when `values` themselves are compared. */
  readonly compared?: (facts: FrozenFacts) => readonly string[];
}

const readings: Readonly<Record<FrozenFact, Reading>> = {
  redirect_uri: { values: ({ redirectUri }) => [redirectUri] },
  scopes: { values: ({ scopes }) => scopes },
  developer: { values: ({ developer }) => [developer] },
  name: { values: ({ name }) => [name] },
  logo: { values: ({ logoHash }) => present(logoHash) },
  button_origins: { values: ({ buttonOrigins }) => buttonOrigins },
  disconnect_uri: { values: ({ disconnectUri }) => present(disconnectUri) },
  link_hosts: { values: ({ links }) => hostsOfLinks(links) },
  widget: {
    values: ({ widget }) => present(widget?.number.toString()),
    compared: ({ widget }) => present(widget === undefined ? undefined : `${widget.number} ${widget.sha256}`),
  },
};

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.every((one) => others.includes(one)) && others.every((one) => some.includes(one));
}

/** A base of another scheme makes `https:host` and `//host` resolve as browsers resolve them on any page. */
const elsewhere = 'ftp://here.invalid';

function hostsOf(link: string): readonly string[] {
  const url = parse(link);
  if (url === undefined) return [];
  if (url.protocol === 'mailto:') return mailDomains(url.pathname);
  return url.host === '' || url.host === 'here.invalid' ? [] : [url.host];
}

function parse(link: string): URL | undefined {
  try {
    return new URL(link, elsewhere);
  } catch {
    return undefined;
  }
}

function mailDomains(addresses: string): readonly string[] {
  return addresses.split(/,|%2c/i).flatMap((address) => {
    const [, domain] = /(?:@|%40)([^@]+)$/i.exec(address) ?? [];
    return domain === undefined ? [] : [domain.toLowerCase()];
  });
}
