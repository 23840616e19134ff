import type { memberGrantList } from '@pristan/wire/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask } from '../../api/queries.ts';

type Grants = z.output<typeof memberGrantList>;

/** The newest grants of a person that a deactivation ends, and the newest that go on without them. */
export interface WhatEnds {
  readonly ends: Grants;
  readonly goesOn: Grants;
}

/** Asks what a deactivation of this person does, at the moment of the press that it is to be told for. */
export function useWhatEnds(accountId: string, userId: number) {
  const client = useQueryClient();
  const grants = (access: 'own' | 'full') => client.fetchQuery(ask.memberGrants(accountId, userId, access));
  return useMutation<WhatEnds>({
    mutationFn: async () => {
      const [ends, goesOn] = await Promise.all([grants('own'), grants('full')]);
      return { ends, goesOn };
    },
  });
}
