/** Table of answers to writes with an idempotency key, stored in the same transaction as the write. */
export const idempotency = /* sql */ `
create table idempotency_answers (
  -- SHA-256 over the caller and the caller's key
  key_hash bytea primary key,
  -- owner of the quota it counts against: a person, an integration or a grant
  holder text not null,
  -- hash of the request, and status, type and body of its answer, which may hold secrets
  sealed bytea not null,
  created_at bigint not null
);

create index idempotency_answers_holder on idempotency_answers (holder, created_at desc);

create index idempotency_answers_age on idempotency_answers (created_at);
`;
