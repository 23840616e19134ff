import enAccounts from '../../../en/console/accounts.json' with { type: 'json' };
import enButton from '../../../en/console/button.json' with { type: 'json' };
import enConsole from '../../../en/console/console.json' with { type: 'json' };
import enDocs from '../../../en/console/docs.json' with { type: 'json' };
import enGuide from '../../../en/console/guide.json' with { type: 'json' };
import enHooks from '../../../en/console/hooks.json' with { type: 'json' };
import enInstall from '../../../en/console/install.json' with { type: 'json' };
import enModeration from '../../../en/console/moderation.json' with { type: 'json' };
import enRegistry from '../../../en/console/registry.json' with { type: 'json' };
import enToken from '../../../en/console/token.json' with { type: 'json' };
import enWidget from '../../../en/console/widget.json' with { type: 'json' };
import enNotices from '../../../en/notices.json' with { type: 'json' };
import enTerms from '../../../en/terms.json' with { type: 'json' };

/** The console’s texts in one language, by word. Written by `npm run languages`. */
export const texts = {
  accounts: enAccounts,
  button: enButton,
  console: enConsole,
  docs: enDocs,
  guide: enGuide,
  hooks: enHooks,
  install: enInstall,
  moderation: enModeration,
  registry: enRegistry,
  token: enToken,
  widget: enWidget,
  notices: enNotices.console,
  terms: enTerms,
} as const;
