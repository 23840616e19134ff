import type { ContractParts } from './contract.ts';
import { integrationParams } from './registry.ts';
import { liveWidget, widgetParams, widgetVersionList, widgetVersionWithFindings } from './widgets.ts';

/** Contracts of the versions of an integration’s widget. */
export const widgetContracts = {
  upload_widget: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/widgets',
    access: 'integration.edit',
    ability: 'widgets:write',
    tag: 'registry',
    summary: 'Upload a version of the widget',
    description:
      'The bytes of `widget.zip`, at most 20 MiB. A dangerous or unreadable archive is refused, with the file and place of each problem; `findings` lists what a publication still needs. A version is not live until it is chosen.',
    repeatable: 'key',
    params: integrationParams,
    upload: { types: ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'] },
    status: 201,
    answer: widgetVersionWithFindings,
    problems: ['integration_not_found', 'external_has_no_widget', 'too_many_versions', 'invalid_widget', 'busy'],
  },
  list_widgets: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/widgets',
    access: 'integration.read',
    ability: 'integrations:read',
    tag: 'registry',
    summary: 'List the versions of the widget',
    params: integrationParams,
    answer: widgetVersionList,
    problems: ['integration_not_found'],
  },
  read_widget: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/widgets/:number',
    access: 'integration.read',
    ability: 'integrations:read',
    tag: 'registry',
    summary: 'Show a version, with what its publication still needs',
    params: widgetParams,
    answer: widgetVersionWithFindings,
    problems: ['widget_not_found'],
  },
  download_widget: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/widgets/:number/archive',
    access: 'integration.read',
    ability: 'integrations:read',
    tag: 'registry',
    summary: 'Download the archive of a version, as it was uploaded',
    params: widgetParams,
    download: { type: 'application/zip', fileName: 'widget.zip' },
    problems: ['widget_not_found'],
  },
  choose_widget: {
    method: 'PUT',
    path: '/accounts/:account_id/integrations/:client_id/widgets/live',
    access: 'integration.edit',
    ability: 'widgets:write',
    tag: 'registry',
    summary: 'Choose the live version, or none',
    repeatable: 'naturally',
    params: integrationParams,
    body: liveWidget,
    answer: widgetVersionList,
    problems: ['integration_not_found', 'external_has_no_widget', 'widget_not_found', 'widget_unfinished'],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
