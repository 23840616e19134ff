import type { WidgetVersion } from '@pristan/flows';
import { chooseWidget, uploadWidget } from '@pristan/flows';
import { widgetLimits } from '@pristan/rules';
import type { Contracts, WidgetVersionBody } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import type { CallOf } from '../http/platform-endpoint.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { unixSeconds } from '../http/unix-seconds.ts';
import { openWidget } from './archive.ts';
import { widgetFindingBodies, reportSummary } from './widget-report.ts';
import { languageOf } from '../http/page.ts';

const codes = {
  forbidden: 'admin_required',
  unknown: 'integration_not_found',
  external_has_no_widget: 'external_has_no_widget',
  too_many_versions: 'too_many_versions',
  no_such_version: 'widget_not_found',
  unfinished: 'widget_unfinished',
} as const;

type AboutOne = Pick<CallOf<Contracts['upload_widget']>, 'params' | 'world' | 'request' | 'session'>;

/** Endpoints for the versions of an integration's widget: upload, list, download, choose the live one. */
export function widgetApi(app: FastifyInstance, world: World): void {
  const { registry, widgets } = world.store;

  platformRoute({ app, world }, contracts.upload_widget, {
    bodyBytesMax: widgetLimits.archiveBytesMax,
    beforeUpload: async ({ account_id, client_id }) => {
      const integration = await registry.integration(account_id, client_id);
      if (integration === undefined) return 'integration_not_found';
      return integration.kind === 'external' ? 'external_has_no_widget' : undefined;
    },
    prepare: async ({ bytes }) => {
      const opened = await openWidget(bytes);
      if (opened.kind === 'busy') return refusal('busy');
      if (opened.kind === 'invalid') return refusal('invalid_widget', opened.problems);
      return { kind: 'prepared', prepared: opened };
    },
    handle: async (call, opened) => {
      const { kind: _, ...widget } = opened;
      const uploaded = await uploadWidget(call.world, targetOf(call), { ...widget, bytes: call.bytes });
      if (uploaded.kind === 'refuse') return refusal(codes[uploaded.reason]);
      return one(call, uploaded.number);
    },
  });

  platformRoute({ app, world }, contracts.list_widgets, {
    handle: async ({ params }) => list(params),
  });

  platformRoute({ app, world }, contracts.read_widget, {
    handle: async (call) => one(call, call.params.number),
  });

  platformRoute({ app, world }, contracts.download_widget, {
    handle: async ({ params }) => {
      const bytes = await widgets.archive(params.account_id, params.client_id, params.number);
      return bytes === undefined ? refusal('widget_not_found') : { kind: 'download', bytes };
    },
  });

  platformRoute({ app, world }, contracts.choose_widget, {
    handle: async (call) => {
      const chosen = await chooseWidget(world, targetOf(call), call.body.number ?? undefined);
      return chosen.kind === 'refuse' ? refusal(codes[chosen.reason]) : list(call.params);
    },
  });

  async function list(params: { readonly account_id: number; readonly client_id: string }) {
    if ((await registry.integration(params.account_id, params.client_id)) === undefined)
      return refusal('integration_not_found');
    const versions = await widgets.versions(params.account_id, params.client_id);
    return answer({ versions: versions.map(versionBody) });
  }

  async function one({ params, world: { store }, request, session }: AboutOne, number: number) {
    const version = await store.widgets.version(params.account_id, params.client_id, number);
    if (version === undefined) return refusal('widget_not_found');
    const findings = widgetFindingBodies(version.report, languageOf(request, session));
    return answer({ ...versionBody(version), findings: findings && [...findings] });
  }
}

function versionBody({ manifest, report, ...version }: WidgetVersion): WidgetVersionBody {
  return {
    number: version.number,
    live: version.live,
    sha256: version.sha256,
    archive_bytes: version.archiveBytes,
    inflated_bytes: report.inflatedBytes,
    files: report.files.length,
    version: manifest.version ?? null,
    locales: [...manifest.locales],
    installation: manifest.installation,
    name: manifest.name,
    short_description: manifest.shortDescription,
    locations: [...manifest.locations],
    settings: manifest.settings.map(({ key, type, required, name }) => ({ key, type, required, name })),
    report: reportSummary(report),
    created_at: unixSeconds(version.createdAt),
    created_by: version.createdBy ?? null,
  };
}
