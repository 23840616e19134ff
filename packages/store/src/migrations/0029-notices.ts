/** The user who gets no notice of their own action, and each user's choice which notices come by mail. */
export const notices = /* sql */ `
alter table notices add column besides_user_id bigint references users;

-- A person's choices; a kind without a row comes by mail.
create table notice_choices (
  user_id bigint not null references users,
  kind text not null,
  by_mail boolean not null,
  primary key (user_id, kind)
);

-- Counts mail to an address within the last hour.
create index mails_recipient on mails (recipient, created_at);
`;
