import type { Precondition } from '@pristan/rules';

/** A precondition on one row, which the commit locks. */
export type RowFact = Exclude<Precondition, { readonly fact: 'count' | 'another_admin' | 'no_member' }>;

/**
 * Lock order of every commit: kinds of rows in this order, rows of one kind by key. Commits that need the same rows
 * wait for each other, but never deadlock.
 */
const order: readonly Precondition['fact'][] = [
  'account',
  'session',
  'member',
  'integration',
  'secret',
  'installation',
  'grant',
];

/** Merges preconditions into one per row, with the stronger lock, in lock order. */
export function inLockOrder(preconditions: readonly Precondition[]): readonly RowFact[] {
  const rows = new Map<string, RowFact>();
  for (const one of preconditions) {
    if (!isRowFact(one)) continue;
    const key = keyOf(one);
    const before = rows.get(key);
    rows.set(key, before === undefined ? one : both(before, one));
  }
  return [...rows]
    .toSorted(([key, one], [otherKey, other]) => rank(one) - rank(other) || (key < otherKey ? -1 : 1))
    .map(([, one]) => one);
}

function isRowFact(one: Precondition): one is RowFact {
  return order.includes(one.fact);
}

const rank = (one: RowFact): number => order.indexOf(one.fact);

/** Lock key of a row. Ids are padded, so that text order equals numeric order. */
function keyOf(one: RowFact): string {
  const number = (id: number): string => String(id).padStart(16, '0');
  switch (one.fact) {
    case 'account':
      return `account ${number(one.accountId)}`;
    case 'session':
      return `session ${number(one.userId)} ${Buffer.from(one.sessionHash).toString('hex')}`;
    case 'member':
      return `member ${number(one.accountId)} ${number(one.userId)}`;
    case 'integration':
      return `integration ${one.integrationId}`;
    case 'secret':
      return `secret ${one.integrationId} ${one.secretId}`;
    case 'installation':
      return `installation ${number(one.accountId)} ${one.integrationId}`;
    case 'grant':
      return `grant ${number(one.accountId)} ${one.grantId}`;
  }
}

/** Merges two preconditions on one row. @throws Error when they contradict each other */
function both(one: RowFact, other: RowFact): RowFact {
  switch (one.fact) {
    case 'account':
      return one;
    case 'member':
      return bothMembers(one, other);
    case 'integration': {
      if (one.fact !== other.fact) throw contradiction(one, other);
      return { ...one, is: agreed({ one, other }, one.is, other.is), hold: stronger(one, other) };
    }
    case 'installation': {
      if (one.fact !== other.fact) throw contradiction(one, other);
      return { ...one, is: agreed({ one, other }, one.is, other.is), hold: stronger(one, other) };
    }
    case 'grant': {
      if (one.fact !== other.fact) throw contradiction(one, other);
      const said = agreed({ one, other }, { ...one, hold: 'share' }, { ...other, hold: 'share' });
      return { ...said, hold: stronger(one, other) };
    }
    case 'session':
    case 'secret':
      return one;
  }
}

function bothMembers(one: Extract<RowFact, { fact: 'member' }>, other: RowFact): RowFact {
  if (one.fact !== other.fact || one.state !== other.state) throw contradiction(one, other);
  const roles = one.roles.filter((role) => other.roles.includes(role));
  return { ...one, roles, hold: stronger(one, other) };
}

function stronger(one: { readonly hold: 'share' | 'write' }, other: { readonly hold: 'share' | 'write' }) {
  return one.hold === 'write' ? one.hold : other.hold;
}

function agreed<Said extends object>(facts: Record<'one' | 'other', RowFact>, said: Said, more: Said): Said {
  for (const [name, value] of Object.entries(more)) {
    const before: unknown = said[name as keyof Said];
    if (before !== undefined && value !== undefined && JSON.stringify(before) !== JSON.stringify(value))
      throw contradiction(facts.one, facts.other);
  }
  return { ...said, ...more };
}

function contradiction(one: RowFact, other: RowFact): Error {
  return new Error(`one commit can't rest on both ${JSON.stringify(one)} and ${JSON.stringify(other)}`);
}
