/** The widget of an integration in one account, as the API returns it to the integration. */
export interface WidgetAnswer {
  readonly clientId: string;
  /** The version that the widget's manifest names. */
  readonly version: string | undefined;
  readonly settings: readonly {
    readonly key: string;
    readonly type: string;
    readonly required: boolean;
    readonly name: string;
  }[];
  /**
   * The values of the widget's settings, by key: a text; for `users` and `users_lp` a text, or a login and password, by
   * user ID.
   */
  readonly values: Readonly<Record<string, unknown>>;
  /** The URL of this widget in the API. */
  readonly href: string;
}

/**
 * A widget in the answer of `GET /api/v4/widgets`. Its `code` is the integration's client ID.
 *
 * @see docs/spec/dialect.md#widgets
 */
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
    // Always true: only a live token gets this answer, and a token is live only while the integration is enabled.
    is_active_in_account: true,
    pipeline_id: null,
    _links: { self: { href } },
  };
}
