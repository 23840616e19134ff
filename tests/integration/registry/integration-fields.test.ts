import type { IntegrationFieldName } from '@pristan/wire';
import { integrationField, integrationFieldNames } from '@pristan/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../../apps/server/src/cli/commands.ts';
import type { IntegrationOptions } from '../../../apps/server/src/cli/integrations.ts';
import { createIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

/** A value for each field, no two alike; `by` tells the values of a creation from those of an edit. */
function values(by: 'created' | 'edited'): Partial<Record<IntegrationFieldName, string | readonly string[]>> {
  const value = (name: IntegrationFieldName): string | readonly string[] => {
    switch (integrationField(name).type) {
      case 'line':
        return `${name} was ${by}`;
      case 'html':
        return `<p>${name} was ${by}</p>`;
      case 'language':
        return by === 'created' ? 'en' : 'es';
      case 'address':
        return `https://${by}.test/${name}`;
      case 'origins':
        return [`https://${by}.test`, `https://${name.replaceAll('_', '-')}.test`];
      case 'scopes':
        return by === 'created' ? ['notifications'] : ['files', 'crm'];
    }
  };
  return Object.fromEntries(integrationFieldNames.map((name) => [name, value(name)]));
}

let platform: Platform;
let admin: ApiCaller;
let integrations: string;
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo');
  admin = await apiCaller(platform, demo.admin);
  integrations = `/accounts/${demo.id}/integrations`;
});
afterAll(async () => platform.close());

interface Answered {
  readonly client_id: string;
  readonly version: number;
}

async function created(): Promise<Answered> {
  const answer = await admin('POST', integrations, { kind: 'private', ...values('created') });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ integration: Answered }>().integration;
}

describe('every field of an integration', () => {
  test('every field is stored as it was created, and an edit of it alone changes nothing else', async () => {
    const { client_id, version } = await created();
    const one = `${integrations}/${client_id}`;
    let expected = values('created');
    expect((await admin('GET', one)).json()).toMatchObject(expected);
    for (const [index, name] of integrationFieldNames.entries()) {
      expected = { ...expected, [name]: values('edited')[name] };
      const edit = await admin('PATCH', one, { version: version + index, [name]: expected[name] });
      expect([name, edit.statusCode]).toEqual([name, 200]);
      expect((await admin('GET', one)).json()).toMatchObject(expected);
    }
  });

  test('an edit of every field is in the activity log, field by field', async () => {
    const { client_id, version } = await created();
    await admin('PATCH', `${integrations}/${client_id}`, { version, ...values('edited') });
    const log = await admin('GET', integrations.replace('integrations', 'activity'));
    const [edit] = log
      .json<{ entries: { kind: string; facts: { changes: { field: string }[] | null } }[] }>()
      .entries.filter(({ kind }) => kind === 'integration_edited');
    expect(edit?.facts.changes?.map(({ field }) => field)).toEqual(integrationFieldNames);
  });

  test('the command line creates an integration with every field, each by its own option', async () => {
    const { commands } = createProgram();
    const create = commands
      .find((command) => command.name() === 'integration')
      ?.commands.find((command) => command.name() === 'create');
    let given: IntegrationOptions | undefined;
    create?.action((options: IntegrationOptions) => void (given = options));
    const args = integrationFieldNames.flatMap((name) =>
      [values('created')[name] ?? ''].flat().flatMap((value) => [`--${integrationField(name).option.flag}`, value]),
    );
    await create?.parseAsync(['--account', 'demo', ...args], { from: 'user' });
    if (given === undefined) throw new Error('the command did not run');
    const { client_id } = await createIntegrationCommand(platform.world, given);
    expect((await admin('GET', `${integrations}/${client_id}`)).json()).toMatchObject(values('created'));
  });

  test('the consent page shows every field that the table marks for it', async () => {
    const { client_id } = await created();
    const visitor = aVisitor(platform);
    await visitor.signIn('admin@demo.test');
    const { body } = await visitor.get(`/oauth?client_id=${client_id}`);
    const shown = integrationFieldNames.filter((name) => integrationField(name).onConsent === true);
    expect(shown).toContain('summary');
    for (const name of shown) expect(body).toContain(`${name} was created`);
  });
});
