import { countLogoUpload, editIntegration } from '@pristan/flows';
import type { Contracts } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import type { CallOf } from '../http/platform-endpoint.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { targetOf } from '../http/platform-call.ts';
import { storeLogo, logoBytesMax } from './logo.ts';
import { integrationBody, refusalOf } from './integration-body.ts';

const codes = { too_large: 'body_too_large', not_a_picture: 'not_a_picture', busy: 'busy' } as const;

type LogoCall = CallOf<Contracts['set_logo']>;

/** Endpoints that set and remove an integration's logo. */
export function logoApi(app: FastifyInstance, world: World): void {
  const { registry } = world.store;

  platformRoute({ app, world }, contracts.set_logo, {
    bodyBytesMax: logoBytesMax,
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

  platformRoute({ app, world }, contracts.remove_logo, {
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
