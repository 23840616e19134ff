import { renderPage } from '../../apps/server/src/pages/render.tsx';
import type { Language } from '../../apps/server/src/pages/texts.ts';
import { form, now, type Sample } from './sample.ts';

/** A sample as the server would send it, with asset addresses from the caller. */
export function renderSample(sample: Sample, language: Language, assetUrl: (name: string) => string): string {
  return renderPage(sample.node, {
    language,
    zone: 'UTC',
    now,
    assetUrl,
    languageForm: form('/language'),
    viewer: sample.viewer,
    again: sample.again ?? null,
  });
}
