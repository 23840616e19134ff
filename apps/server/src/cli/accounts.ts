import { carryOut, renameAccount } from '@pristan/flows';
import type { Role } from '@pristan/rules';
import { normalizeEmail, operator, passwordProblem, subdomainProblem } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { accountHost } from '../http/site.ts';
import { CommandRefused } from './program.ts';

/** A new account under a free name. */
export async function createAccount(world: World, { subdomain, name }: { subdomain: string; name: string }) {
  const [apiLabel = ''] = world.config.apiDomain.split('.');
  const problem = subdomainProblem(subdomain, apiLabel);
  if (problem !== undefined)
    throw new CommandRefused(`The subdomain "${subdomain}" is ${problem}. Choose another one.`);
  if (name.trim() === '' || name.length > 255)
    throw new CommandRefused('An account has a name of 1 to 255 characters.');
  const result = await world.store.commit([
    { kind: 'account_created', subdomain, name: name.trim(), at: world.clock.now(), actor: operator },
  ]);
  if (result === 'stale') throw new CommandRefused(`The subdomain "${subdomain}" is taken. Choose another one.`);
  const account = await accountNamed(world, subdomain);
  return { id: account.accountId, subdomain, domain: accountHost(subdomain, world.config) };
}

/** Another name for an account; the old one stays reserved for it. */
export async function renameAccountCommand(world: World, { account, to }: { account: string; to: string }) {
  const [apiLabel = ''] = world.config.apiDomain.split('.');
  const outcome = await renameAccount(world, { account, to, apiLabel });
  if (outcome.kind === 'refuse') {
    const words = {
      unknown: `There is no account "${account}".`,
      malformed: `The subdomain "${to}" is malformed. Choose another one.`,
      reserved: `The subdomain "${to}" is reserved. Choose another one.`,
      taken: `The subdomain "${to}" is or was another account's. Choose another one.`,
    };
    throw new CommandRefused(words[outcome.reason]);
  }
  const renamed = await accountNamed(world, to);
  return { id: renamed.accountId, subdomain: to, domain: accountHost(to, world.config) };
}

/** A new person who signs in with this password. */
export async function createUser(
  world: World,
  person: { email: string; password: string; name: string; language: string; demo?: boolean },
) {
  const email = normalizeEmail(person.email);
  if (email === undefined) throw new CommandRefused(`"${person.email}" is not an e-mail address.`);
  const problem = passwordProblem(person.password);
  // An operator may choose what they like, as long as it can be a password at all.
  if (problem !== undefined && problem !== 'too_common') {
    throw new CommandRefused(`The password is ${problem.replace('_', ' ')}: 10 to 200 characters.`);
  }
  if (person.language !== 'ru' && person.language !== 'en') throw new CommandRefused('The language is ru or en.');
  const row = await world.db
    .insertInto('users')
    .values({
      email,
      name: person.name,
      language: person.language,
      password_hash: await world.passwords.hash(person.password),
      created_at: world.clock.now(),
      demo: person.demo ?? false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new CommandRefused(`There is a person with the address ${email} already.`);
  return { id: row.id, email };
}

/** Makes a person a member of an account; one who is already gets the new rights. */
export async function addMember(world: World, member: { account: string; email: string; role: string }) {
  const role = readRole(member.role);
  const account = await accountNamed(world, member.account);
  const user = await userWithEmail(world, member.email);
  await carryOut(
    world.store,
    async () => undefined,
    () => ({
      outcome: undefined,
      changes: [
        {
          kind: 'member_added',
          accountId: account.accountId,
          userId: user.userId,
          role,
          at: world.clock.now(),
          actor: operator,
        },
      ],
    }),
  );
  return { account_id: account.accountId, user_id: user.userId, role };
}

/** Makes a person a moderator or an operator of the platform. */
export async function addStaff(world: World, { email, role }: { email: string; role: string }) {
  if (role !== 'moderator' && role !== 'operator') throw new CommandRefused('The role is moderator or operator.');
  const user = await userWithEmail(world, email);
  await world.db
    .insertInto('staff')
    .values({ user_id: user.userId, role, created_at: world.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { user_id: user.userId, role };
}

/** @throws CommandRefused when no account has, or had, that name */
export async function accountNamed(world: World, subdomain: string) {
  const account = await world.store.accounts.accountByName(subdomain);
  if (account === undefined) throw new CommandRefused(`There is no account "${subdomain}".`);
  return account;
}

export async function userWithEmail(world: World, email: string) {
  const user = await world.store.accounts.userByEmail(normalizeEmail(email) ?? '');
  if (user === undefined) throw new CommandRefused(`There is no person with the address ${email}.`);
  return user;
}

function readRole(text: string): Role {
  if (text === 'admin' || text === 'member') return text;
  throw new CommandRefused('The role is admin or member.');
}
