/** The sizes of the built files. */
export interface ButtonSizes {
  readonly readableBytes: number;
  readonly minifiedBytes: number;
  readonly gzipBytes: number;
}

/** @see build.mjs */
export declare function buildButton(outDir: string): Promise<ButtonSizes>;
