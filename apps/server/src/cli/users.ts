import { changeMember, choosePassword } from '@pristan/flows';
import { hourMs, passwordProblem } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { accountNamed, passwordRefused, userWithEmail } from './accounts.ts';
import { confirmByName } from './confirm.ts';
import type { PasswordOptions } from './passwords.ts';
import { takePassword } from './passwords.ts';
import { CommandRefused } from './program.ts';

/** Deactivates a member of an account: access they gave in their own name and their personal tokens are revoked. */
export async function removeMember(
  world: World,
  options: { readonly account: string; readonly email: string; readonly yes?: boolean },
) {
  const { accountId } = await accountNamed(world, options.account);
  const { userId, email } = await userWithEmail(world, options.email);
  await confirmByName(email, `removes ${email} from "${options.account}"`, options);
  const outcome = await changeMember(world, { accountId, userId, to: { state: 'deactivated' }, by: 'operator' });
  if (outcome.kind === 'refuse') {
    const words = {
      unknown: `${email} is not a member of "${options.account}". List the members with: pristan member list`,
      last_admin: `${email} is the last admin of "${options.account}". Make somebody else an admin first, with: pristan member add`,
      forbidden: 'Members of this account cannot be removed.',
    };
    throw new CommandRefused(words[outcome.reason], { error: outcome.reason, field: 'email' });
  }
  return { account_id: accountId, user_id: userId, state: 'deactivated' };
}

/** Removes a user's role of moderator or operator of the platform; the user stays. */
export async function removeStaff(world: World, options: { readonly email: string; readonly yes?: boolean }) {
  const { userId, email } = await userWithEmail(world, options.email);
  await confirmByName(email, `removes ${email} from the platform staff`, options);
  const removed = await world.db.deleteFrom('staff').where('user_id', '=', userId).executeTakeFirst();
  if (Number(removed.numDeletedRows) === 0)
    throw new CommandRefused(`${email} is not platform staff. List the staff with: pristan staff list`, {
      error: 'unknown',
      field: 'email',
    });
  return { user_id: userId, removed: true };
}

/**
 * Sets another password for a user through a password-reset link: their sessions and personal tokens end, and they are
 * notified. Without a password the command prints the link, for the user to choose their own.
 */
export async function resetPassword(
  world: World,
  options: PasswordOptions & { readonly email: string },
  warn: (line: string) => void,
) {
  const { userId, email } = await userWithEmail(world, options.email);
  const now = world.clock.now();
  const token = world.random.text(32);
  const asked = options.password ?? options.passwordStdin ?? options.generatePassword;
  const taken =
    asked === undefined ? undefined : await takePassword(options, { development: world.config.development, warn });
  const problem = taken === undefined ? undefined : passwordProblem(taken.password);
  if (problem !== undefined) throw passwordRefused(problem);
  const expiresAt = now + hourMs;
  const tokenHash = world.secrets.hash(token);
  await world.store.resets.addByOperator({ tokenHash, userId, now, expiresAt });
  if (taken === undefined) {
    return {
      id: userId,
      email,
      url: `${world.config.publicUrl}/password-reset/${token}`,
      expires_at: Math.floor(expiresAt / 1000),
    };
  }
  const outcome = await choosePassword(world, {
    tokenHash,
    password: taken.password,
    address: '127.0.0.1',
    by: 'operator',
  });
  if (outcome.kind === 'changed')
    return { id: userId, email, ...(taken.generated ? { password: taken.password } : {}) };
  if (outcome.kind === 'refused') throw passwordRefused(outcome.problem);
  throw new CommandRefused('The password was reset by somebody else at the same moment. Try again.');
}
