/** Table of personal access tokens, with which users' own programs call the platform's API. */
export const personalTokens = /* sql */ `
create table personal_tokens (
  account_id bigint not null,
  id uuid not null,
  user_id bigint not null,
  -- the only integration it is valid for
  integration_id uuid references integrations,
  -- keyed hash; the token itself is not stored
  token_hash bytea not null unique,
  name text not null,
  abilities text[] not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_used_at bigint,
  revoked_at bigint,
  revoked_by bigint,
  primary key (account_id, id),
  foreign key (account_id, user_id) references memberships
);
create index personal_tokens_account on personal_tokens (account_id, created_at);
create index personal_tokens_person on personal_tokens (account_id, user_id, created_at);
`;
