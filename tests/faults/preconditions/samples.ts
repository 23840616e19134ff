import type { Change } from '@pristan/rules';
import { accountsSamples } from './samples/accounts.ts';
import { hooksSamples } from './samples/hooks.ts';
import { installSamples } from './samples/install.ts';
import { registrySamples } from './samples/registry.ts';
import type { Samples } from './samples/sample.ts';
import { tokenSamples } from './samples/token.ts';

/** Samples of every kind of change. */
export const samples: Samples<Change['kind']> = {
  ...tokenSamples,
  ...installSamples,
  ...registrySamples,
  ...hooksSamples,
  ...accountsSamples,
};
