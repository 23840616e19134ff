import { accountsSamples } from './accounts-samples.tsx';
import { authorizeSamples } from './authorize-samples.tsx';
import { installSamples } from './install-samples.tsx';
import { moderationSamples } from './moderation-samples.tsx';
import type { Sample } from './sample.ts';
import { widgetSamples } from './widget-samples.tsx';

/** Samples of every page of the server, in each state that looks different. */
export const samples: readonly Sample[] = [
  ...accountsSamples,
  ...authorizeSamples,
  ...installSamples,
  ...widgetSamples,
  ...moderationSamples,
];
