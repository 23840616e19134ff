/** Tables of widget settings, and of authorization codes requested by developers' servers. */
export const widgetSettings = /* sql */ `
-- One row per form field. Rows of fields that the widget no longer has stay.
create table installation_settings (
  account_id bigint not null,
  integration_id uuid not null,
  field text not null,
  -- in clear, or sealed with this row as associated data
  value text,
  sealed bytea,
  updated_at bigint not null,
  primary key (account_id, integration_id, field),
  foreign key (account_id, integration_id) references installations,
  check ((value is null) <> (sealed is null))
);
create index installation_settings_integration on installation_settings (integration_id);

alter table installations add column fresh_codes text not null default 'allowed'
  check (fresh_codes in ('allowed', 'forbidden'));

-- A code requested by the developer's server: counted for an hour, shown as long as its delivery.
create table code_requests (
  account_id bigint not null,
  integration_id uuid not null,
  code_id bytea not null,
  asked_at bigint not null,
  primary key (account_id, integration_id, code_id)
);
create index code_requests_age on code_requests (asked_at);
`;
