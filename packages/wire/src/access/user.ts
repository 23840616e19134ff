import type { Language } from '../languages.ts';

/** A user in an account, as the API returns them. */
export interface UserAnswer {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly admin: boolean;
  readonly active: boolean;
  /** The URL of this user in the API. */
  readonly href: string;
}

/** A user in the answer of `GET /api/v4/users`. @see docs/spec/dialect.md#users */
export function formatUser(user: UserAnswer): object {
  const { id, name, email } = user;
  return { id, name, email, lang: user.language, rights: formatRights(user), _links: { self: { href: user.href } } };
}

/**
 * Formats an invited user who has not accepted yet. The ID is always null, so the answer does not reveal whether they
 * already have one.
 */
export function formatInvited(person: {
  readonly requestId: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly admin: boolean;
  /** The invitation's expiry, in Unix seconds. */
  readonly expiresAt: number;
}): object {
  const { name, email } = person;
  return {
    id: null,
    name,
    email,
    lang: person.language,
    rights: formatRights({ admin: person.admin, active: false }),
    request_id: person.requestId,
    invitation: { expires_at: person.expiresAt },
  };
}

/** Formats the body of `GET /v3/user`. @see docs/spec/dialect.md#v3-user */
export function formatSelf(user: {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly href: string;
}): object {
  const { id, name, email } = user;
  return { id, name, last_name: '', email, full_name: name, _links: { self: { href: user.href } } };
}

// Rights on CRM entities belong to the host product, so they are constant for each role; only the last few members
// describe the membership.
function formatRights({ admin, active }: { readonly admin: boolean; readonly active: boolean }): object {
  const right = admin ? 'A' : 'M';
  const entity = { view: right, edit: right, add: right, delete: right, export: right };
  return {
    leads: entity,
    contacts: entity,
    companies: entity,
    tasks: { edit: right, delete: right },
    mail_access: false,
    catalog_access: false,
    files_access: false,
    status_rights: [],
    catalog_rights: null,
    custom_fields_rights: null,
    oper_day_reports_view_access: false,
    oper_day_user_tracking: false,
    is_admin: admin,
    is_free: false,
    is_active: active,
    group_id: null,
    role_id: null,
  };
}
