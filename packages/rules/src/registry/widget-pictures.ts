/** A picture of the archive. */
export interface PictureFile {
  readonly path: string;
  readonly bytes: number;
  /** Its size in pixels and number of frames; absent when it does not decode as a PNG. */
  readonly png: { readonly width: number; readonly height: number; readonly frames: number } | undefined;
}

/** The largest logo, in bytes. */
export const logoFileBytesMax = 300 * 1024;

/**
 * The logos that every widget brings, in pixels.
 *
 * @see docs/spec/dialect.md#widget-archive
 */
export const widgetLogos = {
  'images/logo_main.png': { width: 400, height: 272 },
  'images/logo_small.png': { width: 108, height: 108 },
  'images/logo.png': { width: 130, height: 100 },
  'images/logo_medium.png': { width: 240, height: 84 },
  'images/logo_min.png': { width: 84, height: 84 },
} as const;

type PictureProblem = 'required' | 'too_large' | 'not_a_png' | 'wrong_picture_size';

/** Each logo that is missing, too large, no still PNG, or of another size. */
export function pictureProblems(pictures: readonly PictureFile[]): readonly { path: string; code: PictureProblem }[] {
  return Object.entries(widgetLogos).flatMap(([path, size]) => {
    const code = problemOf(
      pictures.find((picture) => picture.path === path),
      size,
    );
    return code === undefined ? [] : [{ path, code }];
  });
}

function problemOf(
  picture: PictureFile | undefined,
  { width, height }: { readonly width: number; readonly height: number },
): PictureProblem | undefined {
  if (picture === undefined) return 'required';
  if (picture.bytes > logoFileBytesMax) return 'too_large';
  if (picture.png === undefined || picture.png.frames !== 1) return 'not_a_png';
  return picture.png.width === width && picture.png.height === height ? undefined : 'wrong_picture_size';
}
