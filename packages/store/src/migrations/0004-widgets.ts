/** Tables of uploaded widget archives, and of the widget versions of integrations. */
export const widgets = /* sql */ `
-- Named by hash, so that equal archives are stored once.
create table widget_archives (
  sha256 text primary key,
  bytes bytea not null,
  created_at bigint not null
);
-- A zip is compressed already.
alter table widget_archives alter column bytes set storage external;

create table widget_versions (
  integration_id uuid not null references integrations,
  number integer not null,
  sha256 text not null references widget_archives,
  archive_bytes integer not null,
  manifest jsonb not null,
  report jsonb not null,
  live boolean not null,
  created_at bigint not null,
  created_by bigint,
  primary key (integration_id, number)
);
create unique index widget_versions_live on widget_versions (integration_id) where live;
create index widget_versions_archive on widget_versions (sha256);
`;
