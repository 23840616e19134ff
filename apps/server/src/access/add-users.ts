import { addUsers, runKeyedWrite } from '@pristan/flows';
import type { AddUsersAnswer } from '@pristan/flows';
import type { DelegationEnd, ElementProblem } from '@pristan/rules';
import { userNameLengthMax, usersPerRequestMax } from '@pristan/rules';
import type { ApiProblem, FieldProblem, Language, NewUser } from '@pristan/wire';
import type { FastifyReply } from 'fastify';
import { formatInvited, platformLanguage, readNewUsers } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import type { ApiPath } from '../http/api-path.ts';
import { unreadable } from '../http/api-path.ts';
import { isTextBody } from '../http/bodies.ts';
import { idempotencyKeyOf, inProgressRetrySeconds, requestHash, sendWritten } from '../http/idempotency.ts';
import { sendHal, sendProblem } from '../http/problem.ts';
import { secondsUntil } from '../http/retry-after.ts';
import { unixSeconds } from '../http/unix-seconds.ts';

/** `POST /api/v4/users`: invites everybody whom the request's body lists, or nobody. @see docs/spec/dialect.md#users */
export function addUsersMethod(world: World): NonNullable<ApiPath['POST']> {
  const { platform } = world.config;
  const language = platformLanguage(platform);
  return {
    method: 'users.add',
    repeatable: 'key',
    async answer({ caller, request, reply }) {
      if (isTextBody(request.body) && request.body.type !== 'json')
        return sendProblem(reply, { kind: 'unsupported_type' }, platform);
      const body = parse(request.body);
      if (body === undefined) return sendProblem(reply, unreadable('The body is not JSON.'), platform);
      const reading = readNewUsers(body.value, { users: usersPerRequestMax, nameCharacters: userNameLengthMax });
      if (reading.kind === 'invalid') return sendProblem(reply, reading, platform);
      const key = idempotencyKeyOf(request);
      if (key.kind === 'malformed') return sendProblem(reply, malformedKey, platform);
      const { users } = reading;
      const invite = async (store: World['store']): Promise<AddUsersAnswer> =>
        addUsers({ ...world, store }, { caller, users, language, address: request.ip });
      if (key.kind === 'absent') {
        const outcome = await invite(world.store);
        return outcome.kind === 'invited'
          ? sendHal(reply, invitedBody(users, outcome, language), 201)
          : refuse(world, reply, outcome);
      }
      const holder = `grant ${caller.grantId}`;
      // The idempotency key belongs to one person, because one grant may act for several people.
      const asked = {
        holder,
        caller: `${holder} person ${caller.userId}`,
        key: key.key,
        request: await requestHash(request),
      };
      const once = await runKeyedWrite<Refused>(world, asked, async (store) => {
        const outcome = await invite(store);
        if (outcome.kind !== 'invited') return { refused: outcome };
        const body = JSON.stringify(invitedBody(users, outcome, language));
        return { answer: { status: 201, type: 'application/hal+json', body } };
      });
      switch (once.kind) {
        case 'answer':
          return sendWritten(reply, once);
        case 'refused':
          return refuse(world, reply, once.refused);
        case 'in_progress':
          return sendProblem(
            reply,
            { kind: 'idempotency_in_progress', retryAfterSeconds: inProgressRetrySeconds },
            platform,
          );
        case 'reused':
          return sendProblem(reply, { kind: 'idempotency_key_reused' }, platform);
      }
    },
  };
}

async function refuse(world: World, reply: FastifyReply, answer: Refused): Promise<FastifyReply> {
  const { platform } = world.config;
  switch (answer.kind) {
    case 'throttled': {
      const retryAfterSeconds = secondsUntil(world, answer.until);
      return sendProblem(reply, { kind: 'too_many', retryAfterSeconds }, platform);
    }
    case 'refuse':
      if (answer.reason === 'access_ended') return sendProblem(reply, endedProblem(answer.why), platform);
      return sendProblem(
        reply,
        { kind: 'forbidden', detail: 'This account has more than 100 users: add people on its page' },
        platform,
      );
    case 'invalid':
      return sendProblem(reply, { kind: 'invalid', errors: answer.problems.map(fieldProblemOf) }, platform);
  }
}

/**
 * Problem for a caller whose access ended during the request: the same answer as to a request that comes afterwards.
 */
function endedProblem(why: DelegationEnd): ApiProblem {
  return why === 'grant_reduced' || why === 'maker_not_admin'
    ? { kind: 'forbidden', detail: 'This access lost the right to invite people while the request was on its way' }
    : { kind: 'unauthorized', tokenSent: true };
}

type Refused = Exclude<AddUsersAnswer, { kind: 'invited' }>;

function invitedBody(
  users: readonly NewUser[],
  answer: Extract<AddUsersAnswer, { kind: 'invited' }>,
  language: Language,
) {
  const expiresAt = unixSeconds(answer.expiresAt);
  const invited = users.map((user, index) =>
    formatInvited({
      ...user,
      // A program never makes somebody an admin: the account's admins are notified that it was requested.
      admin: false,
      email: answer.emails[index] ?? user.email,
      language: user.language ?? language,
      expiresAt,
    }),
  );
  return { _total_items: invited.length, _embedded: { users: invited } };
}

const malformedKey: ApiProblem = {
  kind: 'invalid',
  errors: [
    {
      requestId: '0',
      code: 'InvalidFormat',
      path: 'Idempotency-Key',
      detail: 'This header should be sent once, with 1 to 255 printable ASCII characters.',
    },
  ],
};

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
  pending_of_another: { code: 'NotUnique', path: 'email', detail: 'Somebody else has invited this address already.' },
  name_malformed: { code: 'InvalidCharacters', path: 'name', detail: 'This value should be the name of a person.' },
  too_many_open: { code: 'TooMany', path: '', detail: 'The account has 200 open invitations.' },
} as const satisfies Record<ElementProblem['reason'], Omit<FieldProblem, 'requestId'>>;
