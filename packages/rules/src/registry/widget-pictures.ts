/** A picture's size in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Maximum size of a picture in a published widget, in bytes. */
export const pictureBytesMax = 300 * 1024;

/** The logos that every published widget must have. @see docs/spec/dialect.md#widget-archive */
export const widgetLogos: Readonly<Record<string, PictureSize>> = {
  'images/logo_main.png': { width: 400, height: 272 },
  'images/logo_small.png': { width: 108, height: 108 },
  'images/logo.png': { width: 130, height: 100 },
  'images/logo_medium.png': { width: 240, height: 84 },
  'images/logo_min.png': { width: 84, height: 84 },
};

/** The logo of a widget for the digital pipeline. */
export const pipelineLogo = { path: 'images/logo_dp.png', size: { width: 174, height: 109 } } as const;

/** The size of every picture of a widget's tour, in pixels. */
export const tourPictureSize: PictureSize = { width: 1188, height: 616 };

/** True for a file that is shown as one of the widget's logos and must therefore be a readable picture. */
export function isLogo(path: string): boolean {
  return Object.hasOwn(widgetLogos, path) || path === pipelineLogo.path;
}
