import type { Platform } from '../token/errors.ts';

/**
 * The facts of an account in the answer of `GET /api/v4/account`. Times in Unix seconds.
 *
 * @see docs/spec/dialect.md#account
 */
export interface AccountAnswer {
  readonly id: number;
  readonly name: string;
  readonly subdomain: string;
  readonly uuid: string;
  readonly currentUserId: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The user who created the account; `undefined` means the platform itself. */
  readonly createdBy: number | undefined;
  readonly updatedBy: number | undefined;
  readonly technical: boolean;
  /** The URL of the request that is answered. */
  readonly href: string;
}

/**
 * The values of the query parameter `with` that add members to the answer of `GET /api/v4/account`.
 *
 * @see docs/spec/dialect.md#account
 */
export const accountExtras = [
  'amojo_rights',
  'datetime_settings',
  'is_api_filter_enabled',
  'task_types',
  'users_groups',
  'version',
] as const;

export type AccountExtra = (typeof accountExtras)[number];

/**
 * Formats the body of `GET /api/v4/account`. Members that describe a CRM are constant: libraries read them, but their
 * meaning belongs to the host product.
 *
 * @see docs/spec/dialect.md#account
 */
export function formatAccount(account: AccountAnswer, extras: readonly AccountExtra[], platform: Platform): object {
  const embedded = extras.filter((extra) => extra in embeddable).map((extra) => [extra, embeddable[extra]?.(platform)]);
  return {
    id: account.id,
    name: account.name,
    subdomain: account.subdomain,
    created_at: account.createdAt,
    created_by: account.createdBy ?? 0,
    updated_at: account.updatedAt,
    updated_by: account.updatedBy ?? 0,
    current_user_id: account.currentUserId,
    ...(platform === 1
      ? { country: 'RU', currency: 'RUB', currency_symbol: '₽' }
      : { country: 'US', currency: 'USD', currency_symbol: '$' }),
    customers_mode: 'unavailable',
    is_unsorted_on: false,
    mobile_feature_version: 0,
    is_loss_reason_enabled: false,
    is_helpbot_enabled: false,
    is_technical_account: account.technical,
    contact_name_display_order: 1,
    uuid: account.uuid,
    ...(extras.includes('version') ? { version: 1 } : {}),
    ...(extras.includes('is_api_filter_enabled') ? { is_api_filter_enabled: false } : {}),
    _links: { self: { href: account.href } },
    ...(embedded.length > 0 ? { _embedded: Object.fromEntries(embedded) } : {}),
  };
}

const embeddable: Readonly<Partial<Record<AccountExtra, (platform: Platform) => unknown>>> = {
  amojo_rights: () => ({ can_direct: false, can_create_groups: false }),
  users_groups: () => [],
  task_types: () => [],
  datetime_settings: (platform) => ({
    date_pattern: platform === 1 ? 'DD.MM.YYYY HH:mm' : 'MM/DD/YYYY h:mm A',
    short_date_pattern: platform === 1 ? 'DD.MM.YYYY' : 'MM/DD/YYYY',
    short_time_pattern: platform === 1 ? 'HH:mm' : 'h:mm A',
    date_format: platform === 1 ? 'd.m.Y' : 'm/d/Y',
    time_format: platform === 1 ? 'H:i:s' : 'h:i:s A',
    timezone: 'UTC',
    timezone_offset: '+00:00',
  }),
};
