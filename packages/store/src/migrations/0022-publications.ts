/** Facts about an integration frozen at its publication, and origins of the links in its descriptions. */
export const publications = /* sql */ `
-- Scheme and host of the links in a sanitised description (attributes in double quotes, no bare brackets), as written.
-- The rules decide which host a browser would open.
create function link_origins(html text) returns text[] language sql immutable parallel safe
return array(
  select distinct replace(replace(replace(replace(l.origin, '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&')
    collate "C"
  from regexp_matches(html, '<a [^>]*href="([^"]*)"', 'g') m,
    substring(m[1] from '^[^:/?#\\\\]*:[/\\\\\\s]*[^/?#\\\\]*') l (origin)
  where l.origin is not null
  order by 1);

alter table integrations add column links text[] generated always as (link_origins(description_html)) stored;
alter table integration_texts add column links text[] generated always as (link_origins(description_html)) stored;

-- One row per publication; the newest is in force. The owner is the integration's account.
create table publications (
  integration_id uuid not null references integrations,
  number integer not null,
  facts jsonb not null,
  published_at bigint not null,
  primary key (integration_id, number)
);

-- Freezes published integrations as they are now; only the reviewed origin of the redirect URI is known from before.
insert into publications (integration_id, number, facts, published_at)
select n.id, 1, jsonb_strip_nulls(jsonb_build_object(
    'name', n.name,
    'developer', a.name,
    'logoHash', n.logo_hash,
    'scopes', to_jsonb(n.scopes),
    'redirectUri', case when n.published_origin <> n.redirect_origin then n.published_origin || '/' else n.redirect_uri end,
    'buttonOrigins', to_jsonb(n.button_origins),
    'disconnectUri', n.disconnect_uri,
    'links', to_jsonb(array(
      select distinct l from (
        select unnest(n.links) union select unnest(t.links) from integration_texts t where t.integration_id = n.id) every (l))),
    'widget', (
      select jsonb_build_object('number', w.number, 'sha256', w.sha256) from widget_versions w
      where w.integration_id = n.id and w.live))),
  n.published_at
from integrations n join accounts a on a.id = n.account_id
where n.published_at is not null;

-- The origin of the reviewed redirect URI replaces it.
alter table integrations drop column published_origin;
`;
