/** SQL condition: the grant `g` is not revoked, and no disable of its installation `i` has ended it. */
export const grantIsCurrent = /* sql */ `(g.revoked_at is null and g.epoch = i.epoch)`;

/**
 * SQL condition: the grant `g` is current, and its installation `i` is enabled. Whether its tokens work depends on the
 * integration, the client secrets and the user as well.
 */
export const grantIsEnabled = /* sql */ `(${grantIsCurrent} and i.state = 'enabled')`;

/**
 * SQL condition: tokens of the key epoch `keyEpoch` work for the grant `g`, with its installation `i`, its integration
 * `n` and, by a left join, the membership `m` of its user. It asks what `grantStatus` in the rules decides; a property
 * test holds both together.
 */
export function grantIsLive(keyEpoch: string): string {
  return /* sql */ `(${grantIsEnabled} and n.state = 'active' and n.key_epoch = ${keyEpoch}
    and (g.full_access or coalesce(m.state, '') = 'active'))`;
}
