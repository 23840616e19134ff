import { terms } from '@pristan/wire/locales/en';
import accounts from './accounts.json' with { type: 'json' };
import button from './button.json' with { type: 'json' };
import frame from './console.json' with { type: 'json' };
import docs from './docs.json' with { type: 'json' };
import guide from './guide.json' with { type: 'json' };
import hooks from './hooks.json' with { type: 'json' };
import install from './install.json' with { type: 'json' };
import moderation from './moderation.json' with { type: 'json' };
import registry from './registry.json' with { type: 'json' };
import token from './token.json' with { type: 'json' };
import widget from './widget.json' with { type: 'json' };

/** Every text of the console in English, by namespace. */
export const texts = {
  accounts,
  button,
  console: frame,
  docs,
  guide,
  hooks,
  install,
  moderation,
  registry,
  terms,
  token,
  widget,
} as const;
