/**
 * Clones (external integrations of one product): the notices sent when there are many, and their adoption by a
 * published integration.
 */
export const clones = /* sql */ `
-- Scheme, host and port of a valid URL, as browsers write an origin.
create function web_origin(address text) returns text language sql immutable parallel safe
return regexp_replace(regexp_replace(
  lower(substring(address from '^[A-Za-z]+://[^/?#]+')), '^(https://.*):443$', '\\1'), '^(http://.*):80$', '\\1');

alter table integrations
  add column redirect_origin text generated always as (web_origin(redirect_uri)) stored,
  add column secrets_origin text generated always as (web_origin(secrets_uri)) stored,
  -- the origin that was reviewed for publication
  add column published_origin text,
  -- external integrations: time when a published integration replaced it
  add column adopted_at bigint;
update integrations set published_origin = redirect_origin where published_at is not null;
create index integrations_clones on integrations (redirect_origin, secrets_origin, account_id)
  where kind = 'external' and deleted_at is null;
create index integrations_new_clones on integrations (created_at) where kind = 'external' and deleted_at is null;
create index integrations_offers on integrations (redirect_origin) where kind = 'public' and deleted_at is null;

create table clone_notices (
  redirect_origin text not null,
  secrets_origin text not null,
  accounts integer not null,
  threshold integer not null,
  recorded_at bigint not null,
  mailed_to text[] not null,
  primary key (redirect_origin, secrets_origin)
);

create table adoptions (
  id uuid primary key,
  integration_id uuid not null references integrations,
  origin text not null,
  started_at bigint not null,
  started_by bigint,
  moves_at bigint not null
);
create index adoptions_integration on adoptions (integration_id, started_at);

create table adopted_clones (
  account_id bigint not null,
  integration_id uuid not null references integrations,
  adoption_id uuid not null references adoptions,
  state text not null check (state in ('pending', 'refused', 'moved', 'lapsed')),
  moves_at bigint not null,
  settled_at bigint,
  settled_by bigint,
  primary key (account_id, integration_id)
);
create index adopted_clones_adoption on adopted_clones (adoption_id, account_id);
create index adopted_clones_due on adopted_clones (moves_at) where state = 'pending';

-- Moved from an external integration: its restrictions apply until the person consents again.
alter table grants add column restricted boolean not null default false;
`;
