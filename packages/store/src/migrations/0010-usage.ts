/** Tables of the last use of grants, and of API calls per day. */
export const usage = /* sql */ `
-- Separate from grants, which every call reads.
create table grant_uses (
  account_id bigint not null,
  grant_id uuid not null,
  last_used_at bigint not null,
  primary key (account_id, grant_id),
  foreign key (account_id, grant_id) references grants on delete cascade
);

create table grant_days (
  account_id bigint not null,
  grant_id uuid not null,
  -- midnight in UTC
  day_starts_at bigint not null,
  calls bigint not null,
  primary key (account_id, grant_id, day_starts_at),
  foreign key (account_id, grant_id) references grants on delete cascade
);
`;
