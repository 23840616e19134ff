import type { memberGrantList } from '@pristan/wire/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { queries } from '../../api/queries.ts';

type Grants = z.output<typeof memberGrantList>;

/** A member's newest grants that a deactivation ends, and the newest grants that keep working. */
export interface DeactivationEffects {
  readonly ends: Grants;
  readonly goesOn: Grants;
}

/** Reads the grants that deactivating this member would end, once the button is pressed. */
export function useDeactivationEffects(accountId: string, userId: number) {
  const client = useQueryClient();
  const grants = (access: 'own' | 'full') => client.fetchQuery(queries.memberGrants(accountId, userId, access));
  return useMutation<DeactivationEffects>({
    mutationFn: async () => {
      const [ends, goesOn] = await Promise.all([grants('own'), grants('full')]);
      return { ends, goesOn };
    },
  });
}
