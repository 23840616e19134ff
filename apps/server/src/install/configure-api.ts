import { saveSettings, readSettings, switchFreshCodes } from '@pristan/flows';
import { settingFields } from '@pristan/rules';
import type { SettingFieldBody } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';

/**
 * Limit on an installation's settings in bytes: a setting may have a value per person, and `custom` values are long.
 */
export const settingsBytesMax = 512 * 1024;

const codes = {
  forbidden: 'admin_required',
  not_installed: 'installation_not_found',
} as const;

/**
 * Endpoints for the settings of an installation, and for whether its integrator may request authorization codes.
 *
 * @see docs/spec/dialect.md#widget-settings
 */
export function settingsApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.read_settings, {
    handle: async ({ params }) => settingsOf(params),
  });

  platformRoute({ app, world }, contracts.write_settings, {
    bodyBytesMax: settingsBytesMax,
    handle: async (call) => {
      const sent = Object.entries(call.body.values).filter(([, value]) => value !== '');
      const outcome = await saveSettings(world, { ...targetOf(call), press: undefined }, new Map(sent));
      if (outcome.kind === 'kept') return settingsOf(call.params);
      if (outcome.kind === 'refuse') return refusal(codes[outcome.reason]);
      return refusal(
        'invalid_fields',
        outcome.errors.map(({ field, code }) => ({ field: `values.${field}`.slice(0, 200), code })),
      );
    },
  });

  platformRoute({ app, world }, contracts.switch_fresh_codes, {
    handle: async (call) => {
      const freshCodes = call.body.allowed ? 'allowed' : 'forbidden';
      const outcome = await switchFreshCodes(world, targetOf(call), freshCodes);
      return outcome.kind === 'refuse' ? refusal(codes[outcome.reason]) : done;
    },
  });

  async function settingsOf(params: { readonly account_id: number; readonly client_id: string }) {
    const about = { accountId: params.account_id, integrationId: params.client_id };
    if ((await world.store.configure.configuration(about.accountId, about.integrationId)) === undefined)
      return refusal('installation_not_found');
    const { settings, userIds, stored } = await readSettings(world, about);
    const values = new Map(stored.map((value) => [value.field, value]));
    return answer({
      fields: settingFields(settings, userIds).map(({ field, setting, userId, secret }): SettingFieldBody => {
        const value = values.get(field);
        const { key, type, required, name } = setting;
        return {
          field,
          key,
          type,
          required,
          name,
          user_id: userId ?? null,
          set: value !== undefined && 'sealed' in value === secret,
          value: secret || value === undefined || !('value' in value) ? null : value.value,
        };
      }),
    });
  }
}
