/** A further language needs no migration: which ones there are is up to the release. */
export const languages = /* sql */ `
alter table users drop constraint users_language_check,
  add constraint users_language_format check (language ~ '^[a-z]{2}$');
`;
