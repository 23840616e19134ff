import { z } from 'zod';
import { pageLimit } from './page.ts';
import { accountParams } from './registry.ts';
import { opaqueText } from './text-fields.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });
const count = z.int();

/** Query of `GET /clone-groups`. */
export const cloneGroupPage = z.object({
  limit: pageLimit,
  after: opaqueText(5000).optional().meta({ description: '`next_after` of the previous page' }),
});

/** A group of clones: external integrations with the same two origins. */
export const cloneGroup = z
  .object({
    redirect_origin: z.string().meta({ description: 'Origin of their redirect URI' }),
    secrets_origin: z.string().meta({ description: 'Origin that receives their keys' }),
    accounts: count.meta({ description: 'Accounts in which at least one of them is enabled' }),
    integrations: count.meta({ description: 'Integrations that are not deleted' }),
    new_per_week: z.array(count).meta({
      description:
        'Integrations created in each of the last twelve weeks, oldest first; weeks are counted back from now',
    }),
    names: z.array(z.string()).meta({ description: 'The most common names, at most five; a hint only' }),
    logos: z.enum(['none', 'same', 'different']).meta({ description: 'Whether their logos are the same; a hint only' }),
    past_threshold: z
      .boolean()
      .meta({ description: 'Whether the integrator is asked to publish one integration instead' }),
    notice: z
      .object({ recorded_at: moment, mailed_to: z.array(z.string()) })
      .nullable()
      .meta({ description: 'Time this was recorded, and who was mailed; nobody, when no address is known' }),
  })
  .meta({ id: 'CloneGroup', description: 'External integrations with the same two origins' });

/** Answer of `GET /clone-groups`. */
export const cloneGroupList = z
  .object({
    threshold: count.meta({ description: 'Number of accounts from which an integrator is asked to publish' }),
    groups: z.array(cloneGroup).meta({ description: 'Sorted by number of accounts, largest first' }),
    next_after: z.string().nullable().meta({ description: '`after` of the next page; null on the last page' }),
  })
  .meta({ id: 'CloneGroupList' });

export type CloneGroupListBody = z.infer<typeof cloneGroupList>;

const adoptionMembers = {
  adoption_id: uuid,
  started_at: moment,
  moves_at: moment.meta({ description: 'Time the external integrations end and their grants move, Unix seconds' }),
  clones: z.object({ pending: count, refused: count, moved: count, lapsed: count }).meta({
    description:
      'Numbers of external integrations by outcome; `lapsed`: on the date there was nothing to move, or no target',
  }),
};

/** An adoption, with the numbers of its clones. */
export const adoption = z
  .object(adoptionMembers)
  .meta({ id: 'Adoption', description: 'One request to replace all external integrations of an origin' });

/** Answer of `GET …/integrations/{client_id}/adoption`. */
export const adoptionPreview = z
  .object({
    origin: z
      .string()
      .meta({ description: 'Origin of both the redirect URI and the secrets address of the external integrations' }),
    possible: z.boolean().meta({ description: 'Whether an adoption can be started now' }),
    accounts: count.meta({ description: 'Number of accounts that would be notified' }),
    clones: count.meta({ description: 'Number of external integrations that would be replaced' }),
    adoptions: z.array(adoption).meta({ description: 'Newest first, at most 50' }),
  })
  .meta({ id: 'AdoptionPreview' });

/** Answer of `POST …/integrations/{client_id}/adoption`. */
export const startedAdoption = z
  .object({ moves_at: moment })
  .meta({ id: 'StartedAdoption', description: 'An adoption whose accounts have been notified' });

/** Path parameters of one adoption, in an account that was asked about it. */
export const adoptionParams = accountParams.extend({
  adoption_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The adoption' }),
});

/** An adoption, as shown to an account that was asked about it. */
export const askedAdoption = z
  .object({
    ...adoptionMembers,
    client_id: uuid.meta({ description: 'The published integration' }),
    integration: z.string(),
    owner: z.string().meta({ description: 'Name of the technical account' }),
    origin: z.string(),
    names: z
      .array(z.string())
      .meta({ description: 'Names of this account’s external integrations that would be replaced, at most ten' }),
  })
  .meta({ id: 'AskedAdoption', description: 'A published integration that will replace external ones' });

/** Answer of `GET /accounts/{account_id}/adoptions`. */
export const askedAdoptionList = z
  .object({ adoptions: z.array(askedAdoption).meta({ description: 'Newest first, at most 50' }) })
  .meta({ id: 'AskedAdoptionList' });
