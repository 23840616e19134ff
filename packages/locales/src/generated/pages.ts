import ruAccounts from '../../ru/pages/accounts.json' with { type: 'json' };
import ruAuthorize from '../../ru/pages/authorize.json' with { type: 'json' };
import ruFrame from '../../ru/pages/frame.json' with { type: 'json' };
import ruInstall from '../../ru/pages/install.json' with { type: 'json' };
import ruModeration from '../../ru/pages/moderation.json' with { type: 'json' };
import ruPlatform from '../../ru/pages/platform.json' with { type: 'json' };
import ruRegistry from '../../ru/pages/registry.json' with { type: 'json' };
import ruNotices from '../../ru/notices.json' with { type: 'json' };
import ruTerms from '../../ru/terms.json' with { type: 'json' };
import enAccounts from '../../en/pages/accounts.json' with { type: 'json' };
import enAuthorize from '../../en/pages/authorize.json' with { type: 'json' };
import enFrame from '../../en/pages/frame.json' with { type: 'json' };
import enInstall from '../../en/pages/install.json' with { type: 'json' };
import enModeration from '../../en/pages/moderation.json' with { type: 'json' };
import enPlatform from '../../en/pages/platform.json' with { type: 'json' };
import enRegistry from '../../en/pages/registry.json' with { type: 'json' };
import enNotices from '../../en/notices.json' with { type: 'json' };
import enTerms from '../../en/terms.json' with { type: 'json' };

/** Texts of the server’s pages and mails, by language and word. Written by `npm run languages`. */
export const pageTexts = {
  ru: {
    accounts: ruAccounts,
    authorize: ruAuthorize,
    frame: ruFrame,
    install: ruInstall,
    moderation: ruModeration,
    platform: ruPlatform,
    registry: ruRegistry,
    notices: ruNotices.pages,
    terms: ruTerms,
  },
  en: {
    accounts: enAccounts,
    authorize: enAuthorize,
    frame: enFrame,
    install: enInstall,
    moderation: enModeration,
    platform: enPlatform,
    registry: enRegistry,
    notices: enNotices.pages,
    terms: enTerms,
  },
} as const;
