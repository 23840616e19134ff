import { hash } from 'node:crypto';
import { formatFamilyId } from '@pristan/wire';
import type { TableRows } from './copy-rows.ts';

const dayMs = 86_400_000;
const FIRST_ACCOUNT = 40_000_001;
const FIRST_USER = 20_000_001;
const USERS_EACH = 2;
/** Token families of ten accounts in turn: six small ones, three of middle size, a large one. 50 on average. */
const FAMILIES_OF = [10, 10, 10, 10, 10, 10, 40, 40, 40, 320] as const;
const PER_TEN = 500;
/** Stored authorization codes, all redeemed: one for so many families. */
const FAMILIES_PER_CODE = 10;
const GENERATIONS = 50;

export interface Family {
  readonly accountId: number;
  readonly familyId: string;
  readonly generation: number;
  readonly grant: Grant;
}

export interface Grant {
  readonly accountId: number;
  readonly grantId: string;
  /** Position of the grant's integration in the list of integrations. */
  readonly integration: number;
  readonly userId: number;
}

/** Accounts with users, installations, grants, families and redeemed codes. The same numbers give the same rows. */
export interface Population {
  readonly families: number;
  readonly tables: readonly TableRows[];
  /** A family by its number, from 0. */
  readonly family: (at: number) => Family;
  readonly subdomain: (accountId: number) => string;
}

interface Shape {
  readonly accounts: number;
  /** Integrations that the accounts use. */
  readonly integrations: readonly string[];
  readonly redirectUri: string;
  readonly macKeyId: string;
  readonly now: number;
}

/** Describes a population. @param families number of token families, in thousands */
export function population(families: number, about: Omit<Shape, 'accounts'>): Population {
  const shape = { ...about, accounts: (families / PER_TEN) * FAMILIES_OF.length };
  return {
    families,
    family(at) {
      const account = Math.floor(at / PER_TEN) * FAMILIES_OF.length;
      let left = at % PER_TEN;
      let which = 0;
      for (; left >= familiesOf(which); which += 1) left -= familiesOf(which);
      return familyOf(shape, account + which, left);
    },
    subdomain: subdomainOf,
    tables: [...accountTables(shape), ...accessTables(shape), ...tokenTables(shape)],
  };
}

function accountTables({ accounts, now }: Shape): readonly TableRows[] {
  const one = (): number => 1;
  const two = (): number => USERS_EACH;
  return [
    {
      table: 'accounts',
      columns: 'id, name, created_at, updated_at',
      rows: () => each(accounts, one, (account) => [idOf(account), `Account ${account}`, now, now]),
    },
    {
      table: 'subdomains',
      columns: 'subdomain, account_id, current',
      rows: () => each(accounts, one, (account) => [subdomainOf(idOf(account)), idOf(account), 't']),
    },
    {
      table: 'users',
      columns: 'id, email, name, language, created_at',
      rows: () =>
        each(accounts, two, (account, at) => {
          const id = userOf(account, at);
          return [id, `u${id}@scale.test`, 'P', 'en', now];
        }),
    },
    {
      table: 'memberships',
      columns: 'account_id, user_id, role, state, created_at',
      rows: () =>
        each(accounts, two, (account, at) => {
          const role = at === 0 ? 'admin' : 'member';
          return [idOf(account), userOf(account, at), role, 'active', now];
        }),
    },
  ];
}

function accessTables(shape: Shape): readonly TableRows[] {
  const { accounts } = shape;
  return [
    {
      table: 'installations',
      columns: 'account_id, integration_id, state, epoch, created_at, enabled_at',
      rows: () =>
        each(accounts, installed, (account, at) => {
          const since = issuedAt(shape, account, at);
          return [idOf(account), clientOf(shape, integrationOf(shape, account, at)), 'enabled', 1, since, since];
        }),
    },
    {
      table: 'grants',
      columns: 'account_id, id, integration_id, user_id, full_access, scopes, epoch, created_at, updated_at',
      rows: () =>
        each(accounts, grantsOf, (account, at) => {
          const { grantId, integration, userId } = grantOf(shape, account, at);
          const full = userId === userOf(account, 0) ? 't' : 'f';
          const since = issuedAt(shape, account, at);
          return [idOf(account), grantId, clientOf(shape, integration), userId, full, '{crm}', 1, since, since];
        }),
    },
  ];
}

function tokenTables(shape: Shape): readonly TableRows[] {
  const { accounts, macKeyId, now, redirectUri } = shape;
  return [
    {
      table: 'families',
      columns:
        'account_id, id, grant_id, integration_id, epoch, key_epoch, generation, mac_key_id, created_at, rotated_at, rotated_address, expires_at',
      rows: () =>
        each(accounts, familiesOf, (account, at) => {
          const { familyId, generation, grant } = familyOf(shape, account, at);
          const since = issuedAt(shape, account, at);
          const rest = [macKeyId, since, since, '203.0.113.7', now + 90 * dayMs];
          return [
            idOf(account),
            familyId,
            grant.grantId,
            clientOf(shape, grant.integration),
            1,
            1,
            generation,
            ...rest,
          ];
        }),
    },
    {
      table: 'codes',
      columns:
        'account_id, id, grant_id, integration_id, redirect_uri, key_epoch, issued_at, expires_at, redeemed_at, family_id, copyable',
      rows: () =>
        each(
          accounts,
          (account) => familiesOf(account) / FAMILIES_PER_CODE,
          (account, at) => {
            const { familyId, grant } = familyOf(shape, account, at);
            const since = now - ((account + at) % 7) * dayMs - 60_000;
            const codeId = `\\\\x${hash('sha256', `code ${account} ${at}`)}`;
            const times = [1, since, since + 1_200_000, since + 1_000];
            const client = clientOf(shape, grant.integration);
            return [idOf(account), codeId, grant.grantId, client, redirectUri, ...times, familyId, 'f'];
          },
        ),
    },
  ];
}

function* each<Item>(
  accounts: number,
  count: (account: number) => number,
  make: (account: number, at: number) => Item,
): Iterable<Item> {
  for (let account = 0; account < accounts; account += 1)
    for (let at = 0; at < count(account); at += 1) yield make(account, at);
}

function familyOf(shape: Shape, account: number, at: number): Family {
  return {
    accountId: idOf(account),
    familyId: formatFamilyId(idOf(account), hash('md5', `family ${account} ${at}`, 'base64url')),
    generation: 1 + ((account * 31 + at * 7) % GENERATIONS),
    grant: grantOf(shape, account, at % grantsOf(account)),
  };
}

function grantOf(shape: Shape, account: number, at: number): Grant {
  return {
    accountId: idOf(account),
    grantId: uuid(issuedAt(shape, account, at), `grant ${account} ${at}`),
    integration: integrationOf(shape, account, at % installed(account)),
    userId: userOf(account, Math.floor(at / installed(account))),
  };
}

const idOf = (account: number): number => FIRST_ACCOUNT + account;
const userOf = (account: number, which: number): number => FIRST_USER + account * USERS_EACH + which;
const subdomainOf = (accountId: number): string => `s${accountId}`;
const grantsOf = (account: number): number => (familiesOf(account) * 2) / 5;
const installed = (account: number): number => grantsOf(account) / USERS_EACH;
const clientOf = ({ integrations }: Shape, integration: number): string => integrations[integration] ?? '';

/** A third of the accounts have the same few integrations, the others any. */
function integrationOf({ integrations }: Shape, account: number, place: number): number {
  return (place + (account % 3 === 0 ? 0 : account * 31)) % integrations.length;
}

function issuedAt({ now }: Shape, account: number, at: number): number {
  return now - ((account * 7919 + at * 104_729) % 90) * dayMs - at * 1_000;
}

function familiesOf(account: number): number {
  return FAMILIES_OF[account % FAMILIES_OF.length] ?? 0;
}

/** A time-ordered id. @see RFC 9562 §5.7 */
function uuid(milliseconds: number, seed: string): string {
  const hex = hash('md5', seed);
  const time = milliseconds.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}
