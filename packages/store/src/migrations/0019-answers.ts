/**
 * Stores the answer to a confirmation token in the same transaction as its effect, sealed for the user who submitted
 * it, until the authorization code in it expires: a repeated request gets the answer again. A key handover stores its
 * code, so that each visit gets the same one. Earlier confirmation tokens have no answer; earlier handovers get a code
 * at the next visit.
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
