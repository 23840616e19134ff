import { addMember as addMemberTo, renameAccount } from '@pristan/flows';
import type { Role } from '@pristan/rules';
import { operator, passwordProblem, subdomainProblem } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { accountHost } from '../http/site.ts';
import { CommandRefused } from './program.ts';
import type { Line } from '@pristan/wire';
import { isLanguage, isLine, languages, nameProblem, normalizeEmail } from '@pristan/wire';

const choices = new Intl.ListFormat('en', { type: 'disjunction' });

/** Creates an account under a free subdomain. */
export async function createAccount(world: World, { subdomain, name }: { subdomain: string; name: string }) {
  const [apiLabel = ''] = world.config.apiDomain.split('.');
  const problem = subdomainProblem(subdomain, apiLabel);
  if (problem !== undefined)
    throw new CommandRefused(`The subdomain "${subdomain}" is ${problem}. Choose another one.`, {
      error: problem,
      field: 'subdomain',
    });
  requireName('An account', name);
  const result = await world.store.commit([
    { kind: 'account_created', subdomain, name: name.trim(), at: world.clock.now(), actor: operator },
  ]);
  if (result === 'stale')
    throw new CommandRefused(`The subdomain "${subdomain}" is taken. Choose another one.`, {
      error: 'taken',
      field: 'subdomain',
    });
  const account = await accountNamed(world, subdomain);
  return { id: account.accountId, subdomain, domain: accountHost(subdomain, world.config) };
}

/** Gives an account another subdomain; the old subdomain stays reserved for this account. */
export async function renameAccountCommand(world: World, { account, to }: { account: string; to: string }) {
  const [apiLabel = ''] = world.config.apiDomain.split('.');
  const outcome = await renameAccount(world, { account, to, apiLabel });
  if (outcome.kind === 'refuse') {
    const words = {
      unknown: `There is no account "${account}". List them with: pristan account list`,
      malformed: `The subdomain "${to}" is malformed. Choose another one.`,
      reserved: `The subdomain "${to}" is reserved. Choose another one.`,
      taken: `The subdomain "${to}" is or was another account's. Choose another one.`,
    };
    throw new CommandRefused(words[outcome.reason], {
      error: outcome.reason,
      field: outcome.reason === 'unknown' ? 'account' : 'to',
    });
  }
  const renamed = await accountNamed(world, to);
  return { id: renamed.accountId, subdomain: to, domain: accountHost(to, world.config) };
}

/** Creates a user who signs in with the given password. */
export async function createUser(
  world: World,
  person: { email: string; password: string; name: string; language: string; demo?: boolean },
) {
  const email = normalizeEmail(person.email);
  if (email === undefined)
    throw malformed(`"${person.email}" is not an email address. Write it like anna@company.example.`, 'email');
  const problem = passwordProblem(person.password);
  // An operator may choose a common password, but not one that is too short or too long.
  if (problem !== undefined && problem !== 'too_common') throw passwordRefused(problem);
  if (!isLanguage(person.language)) throw malformed(`The language must be ${choices.format(languages)}.`, 'language');
  const name = requireName('A person', person.name);
  const row = await world.db
    .insertInto('users')
    .values({
      email,
      name,
      language: person.language,
      password_hash: await world.passwords.hash(person.password, { kind: 'known', key: 'operator' }),
      created_at: world.clock.now(),
      demo: person.demo ?? false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined)
    throw new CommandRefused(`A person with the address ${email} already exists. Choose another address.`, {
      error: 'taken',
      field: 'email',
    });
  return { id: row.id, email };
}

/** Makes a person a member of an account, or gives a member another role. */
export async function addMember(world: World, member: { account: string; email: string; role: string }) {
  const role = readRole(member.role);
  const account = await accountNamed(world, member.account);
  const user = await userWithEmail(world, member.email);
  await addMemberTo(world, { accountId: account.accountId, userId: user.userId, role });
  return { account_id: account.accountId, user_id: user.userId, role };
}

/** Gives a user the role of moderator or operator of the platform. */
export async function addStaff(world: World, { email, role }: { email: string; role: string }) {
  if (role !== 'moderator' && role !== 'operator') throw malformed('The role must be moderator or operator.', 'role');
  const user = await userWithEmail(world, email);
  await world.db
    .insertInto('staff')
    .values({ user_id: user.userId, role, created_at: world.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { user_id: user.userId, role };
}

/** Finds an account by a subdomain that it has or had. @throws CommandRefused when no account has, or had, it */
export async function accountNamed(world: World, subdomain: string) {
  const account = await world.store.accounts.accountByName(subdomain);
  if (account === undefined)
    throw unknown(`There is no account "${subdomain}". List them with: pristan account list`, 'account');
  return account;
}

export async function userWithEmail(world: World, email: string) {
  const user = await world.store.accounts.userByEmail(normalizeEmail(email) ?? '');
  if (user === undefined)
    throw unknown(`There is no person with the address ${email}. Create them with: pristan user create`, 'email');
  return user;
}

/** Returns a name without the blanks around it. @throws CommandRefused when the name is not valid */
export function requireName(whose: string, text: string): Line {
  const name = text.trim();
  if (nameProblem(name, 255) === undefined && isLine(name)) return name;
  throw malformed(
    `${whose} needs a name of 1 to 255 characters in one line, without control characters or characters of direction.`,
    'name',
  );
}

function malformed(message: string, field: string): CommandRefused {
  return new CommandRefused(message, { error: 'malformed', field });
}

function unknown(message: string, field: string): CommandRefused {
  return new CommandRefused(message, { error: 'unknown', field });
}

function readRole(text: string): Role {
  if (text === 'admin' || text === 'member') return text;
  throw malformed('The role must be admin or member.', 'role');
}

export function passwordRefused(problem: string): CommandRefused {
  return new CommandRefused(`The password is ${problem.replace('_', ' ')}. Choose one of 10 to 200 characters.`, {
    error: problem,
    field: 'password',
  });
}
