import { addUsers } from '@pristan/flows';
import type { ElementProblem } from '@pristan/rules';
import { usersPerRequestMax } from '@pristan/rules';
import type { FieldProblem } from '@pristan/wire';
import { formatInvited, readNewUsers } from '@pristan/wire';
import type { World } from '../../environment/open.ts';
import type { ApiMethod } from '../../http/api-path.ts';
import { unreadable } from '../../http/api-path.ts';
import { isTextBody } from '../../http/bodies.ts';
import { sendHal, sendProblem } from '../../http/problem.ts';
import { secondsUntil } from '../../http/retry-after.ts';
import { unixSeconds } from '../../http/unix-seconds.ts';

/** `POST /api/v4/users`: a pending invitation for everybody in the body, or for nobody. @see docs/spec/dialect.md#users */
export function addUsersMethod(world: World): ApiMethod<'POST'> {
  const { platform } = world.config;
  const language = platform === 1 ? 'ru' : 'en';
  return {
    method: 'users.add',
    async answer({ caller, request, reply }) {
      if (isTextBody(request.body) && request.body.type !== 'json')
        return sendProblem(reply, { kind: 'unsupported_type' }, platform);
      const body = parse(request.body);
      if (body === undefined) return sendProblem(reply, unreadable('The body is not JSON.'), platform);
      const reading = readNewUsers(body.value, usersPerRequestMax);
      if (reading.kind === 'invalid') return sendProblem(reply, reading, platform);
      const answer = await addUsers(world, {
        caller,
        users: reading.users,
        language,
        address: request.ip,
      });
      switch (answer.kind) {
        case 'throttled': {
          const retryAfterSeconds = secondsUntil(world, answer.until);
          return sendProblem(reply, { kind: 'too_many', retryAfterSeconds }, platform);
        }
        case 'refuse':
          return sendProblem(
            reply,
            { kind: 'forbidden', detail: 'This account has more than 100 users: add people on its page' },
            platform,
          );
        case 'invalid':
          return sendProblem(reply, { kind: 'invalid', errors: answer.problems.map(fieldProblemOf) }, platform);
        case 'invited': {
          const expiresAt = unixSeconds(answer.expiresAt);
          const users = reading.users.map((user, index) =>
            formatInvited({
              ...user,
              email: answer.emails[index] ?? user.email,
              language: user.language ?? language,
              expiresAt,
            }),
          );
          return sendHal(reply, { _total_items: users.length, _embedded: { users } }, 201);
        }
      }
    },
  };
}

function parse(body: unknown): { readonly value: unknown } | undefined {
  if (!isTextBody(body)) return undefined;
  try {
    return { value: JSON.parse(body.text) };
  } catch {
    return undefined;
  }
}

function fieldProblemOf({ index, reason }: ElementProblem): FieldProblem {
  return { requestId: String(index), ...words[reason] };
}

const words = {
  email_malformed: { code: 'InvalidEmail', path: 'email', detail: 'This value is not an e-mail address.' },
  email_repeated: { code: 'NotUnique', path: 'email', detail: 'This address stands in the request twice.' },
  already_member: { code: 'NotUnique', path: 'email', detail: 'This person is a user of the account.' },
  name_malformed: { code: 'TooLong', path: 'name', detail: 'This value should have 255 characters or less.' },
  too_many_open: { code: 'TooMany', path: '', detail: 'The account has 200 open invitations.' },
} as const satisfies Record<ElementProblem['reason'], Omit<FieldProblem, 'requestId'>>;
