/**
 * The answer to a press is stored with its effect, so that the same press gets it again: sealed, for whoever pressed, until
 * its code ends. A handover remembers its code, so that each look at it gives the same one. Presses from before have no
 * answer, and handovers from before get a code with the next look.
 */
export const answers = /* sql */ `
alter table used_presses
  add column user_id bigint,
  add column sealed_answer bytea,
  add column answer_ends_at bigint,
  add column code_account_id bigint,
  add column code_id bytea,
  add column again text;
create index used_presses_answers on used_presses (answer_ends_at) where sealed_answer is not null;

alter table handovers add column code_id bytea;
`;
