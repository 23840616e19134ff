/** Answers of writes that came with an idempotency key, stored in the transaction of their effect. */
export const idempotency = /* sql */ `
create table idempotency_answers (
  -- SHA-256 over the caller and their key
  key_hash bytea primary key,
  -- whose share of rows it counts among: a person, an integration or a grant
  holder text not null,
  -- the request's hash, and the status, type and body of its answer, which may hold secrets
  sealed bytea not null,
  created_at bigint not null
);

create index idempotency_answers_holder on idempotency_answers (holder, created_at desc);

create index idempotency_answers_age on idempotency_answers (created_at);
`;
