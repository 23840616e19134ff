import type { PictureSize } from '@pristan/rules';
import { pipelineLogo, widgetLogos } from '@pristan/rules';
import type { WidgetUnderCheck } from '../widget-under-check.ts';

/** The logos that this widget needs for publication, by path. */
export function neededLogos({ locations }: WidgetUnderCheck): readonly (readonly [path: string, size: PictureSize])[] {
  const logos = Object.entries(widgetLogos);
  return locations.includes('digital_pipeline') ? [...logos, [pipelineLogo.path, pipelineLogo.size]] : logos;
}

/** A picture size in the form shown on pages. */
export function sizeText({ width, height }: PictureSize): string {
  return `${width}×${height}`;
}
