import ruAccounts from '../../../ru/console/accounts.json' with { type: 'json' };
import ruButton from '../../../ru/console/button.json' with { type: 'json' };
import ruConsole from '../../../ru/console/console.json' with { type: 'json' };
import ruDocs from '../../../ru/console/docs.json' with { type: 'json' };
import ruGuide from '../../../ru/console/guide.json' with { type: 'json' };
import ruHooks from '../../../ru/console/hooks.json' with { type: 'json' };
import ruInstall from '../../../ru/console/install.json' with { type: 'json' };
import ruModeration from '../../../ru/console/moderation.json' with { type: 'json' };
import ruRegistry from '../../../ru/console/registry.json' with { type: 'json' };
import ruToken from '../../../ru/console/token.json' with { type: 'json' };
import ruWidget from '../../../ru/console/widget.json' with { type: 'json' };
import ruNotices from '../../../ru/notices.json' with { type: 'json' };
import ruTerms from '../../../ru/terms.json' with { type: 'json' };

/** The console’s texts in one language, by word. Written by `npm run languages`. */
export const texts = {
  accounts: ruAccounts,
  button: ruButton,
  console: ruConsole,
  docs: ruDocs,
  guide: ruGuide,
  hooks: ruHooks,
  install: ruInstall,
  moderation: ruModeration,
  registry: ruRegistry,
  token: ruToken,
  widget: ruWidget,
  notices: ruNotices.console,
  terms: ruTerms,
} as const;
