import { countLogoUpload, editIntegration } from '@pristan/flows';
import { integration, integrationParams } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import type { EndpointCall } from '../http/platform-endpoint.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { targetOf } from '../http/platform-call.ts';
import { storeLogo, logoBytesMax } from './logo.ts';
import { integrationBody, refusalOf } from './integration-body.ts';

const path = '/accounts/:account_id/integrations/:client_id/logo';

const codes = { too_large: 'body_too_large', not_a_picture: 'not_a_picture', busy: 'busy' } as const;

type LogoCall = EndpointCall<'integration.edit', typeof integrationParams, undefined, undefined>;

/** Endpoints that set and remove an integration's logo. */
export function logoApi(app: FastifyInstance, world: World): void {
  const { registry } = world.store;

  platformRoute(app, world, {
    method: 'PUT',
    path,
    tag: 'registry',
    operationId: 'set_logo',
    repeatable: 'naturally',
    summary: 'Set the logo',
    description:
      'The bytes of a JPEG, PNG or GIF of at most 4 MiB and 16 megapixels. It is fitted into 400×272 and re-encoded; an animation keeps its first frame. At most 100 times an hour for an account.',
    params: integrationParams,
    upload: { types: ['image/jpeg', 'image/png', 'image/gif'], bytesMax: logoBytesMax },
    answer: integration,
    problems: ['integration_not_found', 'not_a_picture', 'too_many_requests', 'busy'],
    beforeUpload: async (params) => ((await stored({ params })) === undefined ? 'integration_not_found' : undefined),
    handle: async (call) => {
      const counted = await countLogoUpload(world, call.params.account_id);
      if (counted.kind === 'wait') {
        setRetryAfter(call.reply, world, counted.until);
        return refusal('too_many_requests');
      }
      const logo = await storeLogo(world, call.bytes);
      return logo.kind === 'kept' ? setLogo(call, logo.hash) : refusal(codes[logo.reason]);
    },
  });

  platformRoute(app, world, {
    method: 'DELETE',
    path,
    tag: 'registry',
    operationId: 'remove_logo',
    repeatable: 'naturally',
    summary: 'Remove the logo',
    params: integrationParams,
    answer: integration,
    problems: ['integration_not_found'],
    handle: async (call) => setLogo(call, undefined),
  });

  async function setLogo(call: LogoCall, logoHash: string | undefined) {
    const edited = await editIntegration(world, {
      ...targetOf(call),
      fields: (current) => ({ ...current, logoHash }),
      expectedVersion: undefined,
    });
    if (edited.kind !== 'edited') return refusalOf(edited);
    const now = await stored(call);
    return now === undefined ? refusal('integration_not_found') : answer(integrationBody(now));
  }

  async function stored({ params }: Pick<LogoCall, 'params'>) {
    return registry.integration(params.account_id, params.client_id);
  }
}
