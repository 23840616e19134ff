import { renderPage } from '../../apps/server/src/pages/render.tsx';
import type { Language } from '@pristan/wire';
import { form, now, type Sample } from './sample.ts';

/** Renders a sample page as the server would send it, with asset URLs from the caller. */
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
