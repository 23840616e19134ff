/** Names and descriptions of an integration in languages besides its main one. */
export const texts = /* sql */ `
alter table integrations add column language text not null default 'ru';

create table integration_texts (
  integration_id uuid not null references integrations,
  language text not null,
  summary text not null,
  description_html text not null,
  updated_at bigint not null,
  primary key (integration_id, language)
);
`;
