import { aClone } from '../harness/clones.ts';
import { anAccount } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { png } from '../harness/widget.ts';
import { type ConsoleButton, inDialog, named, clicked, statusMessage } from './writing-button.ts';
import { consoleFixture } from './console-fixture.ts';

/** Returns every console button that writes, each with a page of its own; the last one signs out. */
export async function consoleButtons(platform: Platform) {
  const { db, pool, random } = platform.world;
  const ground = await consoleFixture(platform);
  const { berth, there, asked, own, page, versionOf, withWidget, withTokens, aColleague } = ground;
  const buttons: readonly ConsoleButton[] = [
    {
      operation: 'create_integration',
      means: 'a new integration',
      at: async () => `/accounts/${berth.id}/integrations/new`,
      before: async (page) => {
        await page.getByRole('textbox', { name: 'Name' }).fill('New one');
        await page.getByRole('textbox', { name: 'Redirect URI' }).fill('https://shop.test/callback');
      },
      button: named('Create an integration'),
      end: (page) => page.getByText('Get your first token in five minutes.'),
    },
    {
      operation: 'edit_integration',
      means: 'its settings',
      at: page(),
      before: (page) => page.getByRole('textbox', { name: 'Name' }).fill('Renamed'),
      button: named('Save'),
      end: statusMessage('Saved.'),
    },
    {
      operation: 'edit_integration',
      means: 'its main language',
      at: page('/texts'),
      before: (page) => page.getByRole('combobox', { name: 'Main language' }).selectOption('es'),
      button: named('Change the main language'),
      end: (page) => page.locator('option', { hasText: 'Spanish, the main one' }),
    },
    {
      operation: 'switch_integration',
      means: 'off',
      at: page(),
      before: clicked('Pause the integration'),
      button: inDialog('Pause the integration'),
      end: named('Resume the integration'),
    },
    {
      operation: 'switch_integration',
      means: 'on',
      at: async () => {
        const { path } = await own();
        await asked('PUT', `${path}/state`, { state: 'stopped' });
        return path;
      },
      button: named('Resume the integration'),
      end: named('Pause the integration'),
    },
    {
      operation: 'delete_integration',
      means: 'for good',
      at: page(),
      before: async (page) => {
        await clicked('Delete the integration')(page);
        await page.getByRole('dialog').getByRole('textbox').fill(ground.lastName());
      },
      button: inDialog('Delete the integration'),
      end: (page) => page.getByText('has been deleted.'),
    },
    {
      operation: 'set_logo',
      means: 'the file that was chosen',
      at: page(),
      before: async (page) => {
        const choosing = page.waitForEvent('filechooser');
        await page.getByRole('region', { name: 'Logo' }).getByRole('button', { name: 'Choose a file' }).click();
        const file = { name: 'gull.png', mimeType: 'image/png', buffer: await png(400, 272) };
        await (await choosing).setFiles(file);
      },
      button: named('Use this logo'),
      end: statusMessage('People now see the new logo.'),
    },
    {
      operation: 'remove_logo',
      means: 'after a question',
      at: async () => {
        const { path } = await own();
        await asked('PUT', `${path}/logo`, await png(400, 272), 'image/png');
        return path;
      },
      before: clicked('Remove the logo'),
      button: inDialog('Remove the logo'),
      end: (page) => page.getByText('There is no logo'),
    },
    {
      operation: 'check_addresses',
      means: 'all of them',
      at: page(),
      button: named('Check the addresses'),
      end: statusMessage('All addresses answer.'),
    },
    {
      operation: 'reveal_secret',
      means: 'among the keys',
      at: page('/keys'),
      button: named('Show the secret key'),
      end: (page) => page.getByRole('textbox', { name: 'Secret key' }),
    },
    {
      operation: 'reveal_secret',
      means: 'in the guide',
      at: page('/guide'),
      button: named('Show the secret key'),
      end: (page) => page.getByRole('textbox', { name: 'Secret key' }),
    },
    {
      operation: 'rotate_secret',
      means: 'the old key works on',
      at: page('/keys'),
      button: named('Rotate the secret key'),
      end: (page) => page.getByText('rotated, still works'),
    },
    {
      operation: 'rotate_secret',
      means: 'the old key stops',
      at: page('/keys'),
      before: async (page) => {
        await page.getByLabel('When the old key expires').selectOption('Expire now');
        await clicked('Rotate the secret key')(page);
      },
      button: inDialog('Rotate the secret key'),
      end: (page) => page.getByText('Rotated. The old key no longer works.'),
    },
    {
      operation: 'rotate_secret',
      means: 'after a leak',
      at: page('/keys'),
      before: clicked('Revoke all keys and tokens'),
      button: inDialog('Revoke all keys and tokens'),
      end: statusMessage('All keys and tokens are revoked.'),
    },
    {
      operation: 'keep_text',
      means: 'of the main language',
      at: page('/texts'),
      before: (page) => page.getByRole('textbox', { name: 'Summary' }).fill('Orders become deals'),
      button: named('Save the text'),
      end: statusMessage('Saved.'),
    },
    {
      operation: 'preview_text',
      means: 'of the main language',
      at: page('/texts'),
      before: (page) => page.getByRole('textbox', { name: 'Summary' }).fill('Orders become deals'),
      button: named('Show the preview'),
      end: (page) => page.getByRole('region', { name: 'As the consent page shows it' }),
    },
    {
      operation: 'remove_text',
      means: 'of another language',
      at: async () => {
        const { path } = await own();
        const text = { version: await versionOf(path), summary: 'Cartas', description: '' };
        await asked('PUT', `${path}/texts/es`, text);
        return `${path}/texts`;
      },
      before: async (page) => {
        await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('es');
        await clicked('Remove the text')(page);
      },
      button: inDialog('Remove the text'),
      end: (page) => page.locator('option', { hasText: 'Spanish, no text yet' }),
    },
    {
      operation: 'choose_widget',
      means: 'live',
      at: async () => `${(await withWidget(false)).path}/widget`,
      before: clicked('Publish version 1'),
      button: inDialog('Publish'),
      end: statusMessage('Accounts get version 1.'),
    },
    {
      operation: 'choose_widget',
      means: 'none',
      at: async () => `${(await withWidget(true)).path}/widget`,
      before: clicked('Unpublish'),
      button: inDialog('Unpublish'),
      end: statusMessage('No version is published'),
    },
    {
      operation: 'mint_long_lived_token',
      means: 'shown once',
      at: async () => `${(await withTokens(await own())).path}/tokens`,
      before: (page) => page.getByRole('textbox', { name: 'Name' }).fill('Nightly'),
      button: named('Create token'),
      end: named('Done'),
    },
    {
      operation: 'revoke_long_lived_token',
      means: 'after a question',
      at: async () => {
        const { path } = await withTokens(await own());
        const expires_at = Math.floor(platform.clock.now() / 1000) + 86_400;
        await asked('POST', `${path}/tokens`, { name: 'Nightly', expires_at });
        return `${path}/tokens`;
      },
      before: clicked('Revoke Nightly'),
      button: inDialog('Revoke the token'),
      end: (page) => page.getByRole('listitem').filter({ hasText: 'Nightly' }).getByText('revoked').first(),
    },
    {
      operation: 'mint_personal_token',
      means: 'shown once',
      at: async () => `/accounts/${berth.id}/access-tokens`,
      before: async (page) => {
        await page.getByRole('textbox', { name: 'Name' }).fill('Minted here');
        await page.getByRole('checkbox', { name: 'Read integrations' }).check();
      },
      button: named('Create token'),
      end: named('Done'),
    },
    {
      operation: 'revoke_personal_token',
      means: 'after a question',
      at: async () => {
        const all = `/accounts/${berth.id}/access-tokens`;
        await asked('POST', all, { name: 'Build', abilities: ['integrations:read'] });
        return all;
      },
      before: clicked('Revoke Build'),
      button: inDialog('Revoke the token'),
      end: (page) => page.getByRole('listitem').filter({ hasText: 'Build' }).getByText('revoked').first(),
    },
    {
      operation: 'send_test_delivery',
      means: 'of the install hook',
      at: page('/deliveries'),
      button: named('Send a test install hook'),
      end: (page) => page.getByText(', a made-up account'),
    },
    {
      operation: 'resend_delivery',
      means: 'that failed',
      at: async () => {
        const { path } = await own();
        await asked('PATCH', path, { version: await versionOf(path), disconnect_uri: `${there.origin}/bye` });
        const { delivery_id: id } = await asked('POST', `${path}/test-deliveries`, { hook: 'disconnect' });
        await pool.query("update deliveries set state = 'failed', finished_at = created_at where id = $1", [id]);
        return `${path}/deliveries/${id}`;
      },
      button: named('Send again'),
      end: (page) => page.getByRole('status').getByText('waiting', { exact: true }),
    },
    {
      operation: 'enable_receiver',
      means: 'that answered 410',
      at: async () => {
        const { path, client_id: id } = await own();
        await pool.query('insert into stopped_receivers values ($1, $2, $3, $4)', [id, there.origin, 'there', 0]);
        return `${path}/deliveries`;
      },
      button: named('Enable'),
      end: statusMessage('Waiting hooks are being sent.'),
    },
    {
      operation: 'start_adoption',
      means: 'of the external ones of its site',
      at: async () => {
        const { path } = await own('published', 'https://gulls.test/callback');
        await aClone(platform, await anAccount(platform, 'north'));
        return path;
      },
      before: clicked('Replace the external integrations'),
      button: inDialog('Replace the external integrations'),
      end: statusMessage('The accounts have been notified.'),
    },
    {
      operation: 'switch_fresh_codes',
      means: 'forbidden',
      at: async () => `/accounts/${berth.id}/installed/${(await withTokens(await withWidget(true))).client_id}`,
      button: named('Don’t allow code requests'),
      end: named('Allow code requests'),
    },
    {
      operation: 'invite',
      means: 'as a member',
      at: async () => `/accounts/${berth.id}/people`,
      before: async (page) => {
        await clicked('Invite a person')(page);
        await page.getByLabel(/^Email/).fill('olga@berth.test');
      },
      button: named('Send the invitation'),
      end: statusMessage('An invitation is on its way to olga@berth.test.'),
    },
    {
      operation: 'withdraw_invitation',
      means: 'on its way',
      at: async () => {
        await asked('POST', `/accounts/${berth.id}/invitations`, { email: 'gone@berth.test', role: 'member' });
        return `/accounts/${berth.id}/people`;
      },
      button: named('Revoke the invitation for gone@berth.test'),
      end: statusMessage('The invitation for gone@berth.test is revoked'),
    },
    {
      operation: 'renew_invitation',
      means: 'as a link',
      at: async () => {
        await asked('POST', `/accounts/${berth.id}/invitations`, { email: 'link@berth.test', role: 'member' });
        return `/accounts/${berth.id}/people`;
      },
      button: named('Copy a new link for link@berth.test'),
      end: (page) => page.getByRole('textbox', { name: 'Link for link@berth.test' }),
    },
    {
      operation: 'change_member',
      means: 'an admin',
      at: async () => (await aColleague('ann')).path,
      button: named('Make ann an admin'),
      end: statusMessage('ann is an admin now.'),
    },
    {
      operation: 'change_member',
      means: 'deactivated',
      at: async () => (await aColleague('bea')).path,
      before: clicked('Deactivate bea'),
      button: inDialog('Deactivate bea'),
      end: statusMessage('bea is deactivated.'),
    },
    {
      operation: 'change_member',
      means: 'active again',
      at: async () => {
        const { path, member } = await aColleague('cid');
        await asked('PATCH', member, { state: 'deactivated' });
        return path;
      },
      button: named('Reactivate cid'),
      end: statusMessage('cid is active again.'),
    },
    {
      operation: 'dismiss_notice',
      means: 'about a receiver',
      at: async () => {
        const facts = { integration: 'Tern', host: 'shop.test', failingSince: 0, failure: 'timeout' };
        await db.deleteFrom('notices').execute();
        await db
          .insertInto('notices')
          .values({
            id: random.uuid(),
            account_id: berth.id,
            kind: 'receiver_failing',
            facts: JSON.stringify(facts),
            created_at: platform.clock.now(),
          })
          .execute();
        return '/notices';
      },
      button: (page) => page.getByRole('note').filter({ hasText: 'Tern' }).getByRole('button'),
      end: (page) => page.getByText('You’re all caught up.'),
    },
    {
      operation: 'choose_notice_letters',
      means: 'none of a kind',
      at: async () => {
        await asked('PUT', '/me/notices/secret_shown', { by_mail: true });
        return '/me';
      },
      button: (page) => page.getByRole('checkbox', { name: 'A secret key was shown' }),
      end: statusMessage('Saved. You no longer get an email for: A secret key was shown.'),
    },
    {
      operation: 'choose_language',
      means: 'the other one',
      at: async () => {
        await asked('PATCH', '/me', { language: 'ru' });
        return `/accounts/${berth.id}/people`;
      },
      button: named('English'),
      end: named('Русский'),
    },
    {
      operation: 'end_other_sessions',
      means: 'the fixture’s own',
      at: async () => '/sessions',
      button: named('Sign out all other devices'),
      end: statusMessage('All other devices are signed out.'),
    },
    {
      operation: 'end_session',
      means: 'sign out',
      at: async () => `/accounts/${berth.id}/people`,
      button: named('Sign out'),
      end: (page) => page.getByLabel(/^password/i),
    },
  ];
  return { person: berth.admin, buttons, pageForWidgets: page('/widget'), close: () => there.close() };
}
