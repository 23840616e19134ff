/** An integration's widget in an account, as the API tells the integration itself. */
export interface WidgetAnswer {
  readonly clientId: string;
  /** What its manifest calls this version. */
  readonly version: string | undefined;
  readonly settings: readonly {
    readonly key: string;
    readonly type: string;
    readonly required: boolean;
    readonly name: string;
  }[];
  /** By key: a text, or by user id a text or login and password. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The address of this widget. */
  readonly href: string;
}

/** A widget of `GET /api/v4/widgets`. There are no codes beside the client id. @see docs/spec/dialect.md#widgets */
export function formatWidget({ clientId, version, settings, values, href }: WidgetAnswer): object {
  return {
    code: clientId,
    version: version ?? '',
    rating: '0',
    settings_template: settings.map(({ key, name, type, required }) => ({ key, name, type, is_required: required })),
    settings: values,
    is_lead_source: false,
    is_work_with_dp: false,
    is_crm_template: false,
    client_uuid: clientId,
    // Only a live token is answered, and it lives only where the integration is enabled.
    is_active_in_account: true,
    pipeline_id: null,
    _links: { self: { href } },
  };
}
