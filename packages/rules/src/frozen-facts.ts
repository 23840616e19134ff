/**
 * The facts of an integration that are frozen when it is published. A later change of any of them has not been
 * reviewed, and is marked wherever an account decides about the integration.
 *
 * @see docs/spec/dialect.md#frozen-at-publication
 */
export interface FrozenFacts {
  readonly name: string;
  /** Name of the account that owns the integration and answers for it. */
  readonly developer: string;
  readonly logoHash: string | undefined;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly buttonOrigins: readonly string[];
  readonly disconnectUri: string | undefined;
  /** Scheme and host of every link in the descriptions of all languages, as they are written there. */
  readonly links: readonly string[];
  readonly widget: LiveWidget | undefined;
}

/** The version of a widget that accounts get, and its archive. */
export interface LiveWidget {
  readonly number: number;
  readonly sha256: string;
}

/** An integration's frozen facts as they are now, and as they were reviewed. */
export interface Publication {
  readonly now: FrozenFacts;
  /** Absent: not published. */
  readonly frozen: FrozenFacts | undefined;
}

/** Names of the frozen facts, in the order in which people read of them: what matters most stands first. */
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

/** A frozen fact that is no longer as it was reviewed, both as lists: one value makes a list of one, no value an empty one. */
export interface FrozenDifference {
  readonly fact: FrozenFact;
  readonly reviewed: readonly string[];
  readonly now: readonly string[];
}

type Beside = Pick<FrozenFacts, 'developer' | 'links' | 'widget'>;

/** The facts to freeze, from an integration's fields and what stands beside them. */
export function frozenFacts(fields: Omit<FrozenFacts, keyof Beside>, beside: Beside): FrozenFacts {
  const { name, logoHash, scopes, redirectUri, buttonOrigins, disconnectUri } = fields;
  const { developer, links, widget } = beside;
  return { name, developer, logoHash, scopes, redirectUri, buttonOrigins, disconnectUri, links, widget };
}

/** Every frozen fact that is no longer as it was reviewed; empty when nothing was frozen. */
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
 * Hosts, with their ports, to which links lead as browsers read them; of a mail address its domain. A link within the
 * platform's own site has none.
 */
export function linkHosts(links: readonly string[]): readonly string[] {
  return [...new Set(links.flatMap(hostsOf))].sort();
}

interface Reading {
  readonly values: (facts: FrozenFacts) => readonly string[];
  /** Absent: the values are compared. */
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
  link_hosts: { values: ({ links }) => linkHosts(links) },
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

/** Read against a base of another scheme, so that `https:host` and `//host` are what browsers take them for on any page. */
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
