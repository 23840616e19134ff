import type { GrantRow } from '@pristan/flows';
import type { OwnAccessBody, UsedGrantBody } from '@pristan/wire/api';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';

/** A grant as the API shows it to admins of the account. */
export function grantBody(grant: GrantRow): Omit<UsedGrantBody, 'days'> {
  const { userId: id, userName: name, userEmail: email, userLeft: left } = grant;
  return { ...ownGrantBody(grant), user: { id, name, email, left } };
}

/** A grant as the API shows it to the person who gave it. */
export function ownGrantBody(grant: GrantRow): OwnAccessBody['grants'][number] {
  return {
    grant_id: grant.grantId,
    code: grant.code,
    full_access: grant.fullAccess,
    restricted: grant.restricted,
    scopes: [...grant.scopes],
    created_at: unixSeconds(grant.createdAt),
    updated_at: unixSeconds(grant.updatedAt),
    last_used_at: secondsOrNull(grant.lastUsedAt),
    expires_at: secondsOrNull(grant.expiresAt),
  };
}
