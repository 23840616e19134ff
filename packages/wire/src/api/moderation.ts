import { z } from 'zod';
import { pageLimit } from './page.ts';
import { accountParams } from './registry.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });
const count = z.int();

/** Query of the groups of clones. */
export const cloneGroupPage = z.object({
  limit: pageLimit,
  after: z.string().max(5000).optional().meta({ description: '`next_after` of the page before' }),
});

/** External integrations that are one product. */
export const cloneGroup = z
  .object({
    redirect_origin: z.string().meta({ description: 'Where their people return to' }),
    secrets_origin: z.string().meta({ description: 'Where their keys go' }),
    accounts: count.meta({ description: 'Accounts in which one of them is on' }),
    integrations: count.meta({ description: 'Those that were not deleted' }),
    new_per_week: z
      .array(count)
      .meta({ description: 'Created in each of the last twelve weeks, counted back from now; the running one last' }),
    names: z.array(z.string()).meta({ description: 'The commonest names, at most five: a hint' }),
    logos: z.enum(['none', 'same', 'different']).meta({ description: 'A hint' }),
    past_threshold: z.boolean().meta({ description: 'Whether its integrator is asked to publish' }),
    notice: z
      .object({ recorded_at: moment, mailed_to: z.array(z.string()) })
      .nullable()
      .meta({ description: 'When that was recorded, and who was mailed; nobody, when no address is known' }),
  })
  .meta({ id: 'CloneGroup', description: 'External integrations with the same two origins' });

/** Answer of `GET /clone-groups`. */
export const cloneGroupList = z
  .object({
    threshold: count.meta({ description: 'Accounts from which an integrator is asked to publish' }),
    groups: z.array(cloneGroup).meta({ description: 'Those in the most accounts first' }),
    next_after: z.string().nullable().meta({ description: 'For the next page; null: this is the last' }),
  })
  .meta({ id: 'CloneGroupList' });

export type CloneGroupListBody = z.infer<typeof cloneGroupList>;

const adoptionMembers = {
  adoption_id: uuid,
  started_at: moment,
  moves_at: moment.meta({ description: 'When the clones end and their grants move, in Unix seconds' }),
  clones: z
    .object({ pending: count, refused: count, moved: count, lapsed: count })
    .meta({ description: 'By what became of them; `lapsed`: on the date there was nothing to move, or nowhere to' }),
};

/** An adoption, in numbers. */
export const adoption = z.object(adoptionMembers).meta({ id: 'Adoption', description: 'Clones asked for at once' });

/** Answer of `GET …/integrations/{client_id}/adoption`. */
export const adoptionPreview = z
  .object({
    origin: z.string().meta({ description: 'Clones with this origin, of the redirect and the secrets address both' }),
    possible: z.boolean().meta({ description: 'Whether an adoption can be started now' }),
    accounts: count.meta({ description: 'Accounts that would be asked' }),
    clones: count.meta({ description: 'Clones that would be asked for' }),
    adoptions: z.array(adoption).meta({ description: 'Newest first, at most 50' }),
  })
  .meta({ id: 'AdoptionPreview' });

/** Answer of `POST …/integrations/{client_id}/adoption`. */
export const startedAdoption = z
  .object({ moves_at: moment })
  .meta({ id: 'StartedAdoption', description: 'The accounts were told' });

/** Path parameters of an adoption in an account that was asked. */
export const adoptionParams = accountParams.extend({
  adoption_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The adoption' }),
});

/** An adoption as an account that was asked sees it. */
export const askedAdoption = z
  .object({
    ...adoptionMembers,
    client_id: uuid.meta({ description: 'The published integration' }),
    integration: z.string(),
    owner: z.string().meta({ description: 'Name of its technical account' }),
    origin: z.string(),
    names: z.array(z.string()).meta({ description: 'Names of this account’s clones, at most ten' }),
  })
  .meta({ id: 'AskedAdoption', description: 'A published integration that is to take the place of external ones' });

/** Answer of `GET /accounts/{account_id}/adoptions`. */
export const askedAdoptionList = z
  .object({ adoptions: z.array(askedAdoption).meta({ description: 'Newest first, at most 50' }) })
  .meta({ id: 'AskedAdoptionList' });
