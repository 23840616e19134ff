import type { TextFile } from './manifest-shape.ts';

/** The parts of an opened widget archive that are read and checked. Paths are relative to the widget's own folder. */
export interface WidgetContents {
  /** The folders around the widget, each with a trailing `/`; empty when the manifest is at the top of the archive. */
  readonly folder: string;
  /** The manifest's name in the archive, if it differs from `manifest.json` in case. */
  readonly manifestName?: string;
  readonly files: readonly WidgetFile[];
  /** The file `manifest.json`, if it exists. */
  readonly manifest: TextFile | undefined;
  /** The language files `i18n/*.json`. */
  readonly languages: readonly TextFile[];
  /** Scripts, styles and templates; absent when they exceed the size that is checked. */
  readonly code: readonly TextFile[] | undefined;
}

/** One file of a widget archive. */
export interface WidgetFile {
  readonly path: string;
  readonly bytes: number;
  /** Present for files whose name says that they are text. */
  readonly text?: TextFacts | undefined;
  /** Present for files whose name says that they are pictures; `unreadable` when their bytes are not a picture. */
  readonly picture?: PictureFacts | 'unreadable' | undefined;
}

/** The encoding and lines of a text file. Lines count from 1. */
export interface TextFacts {
  readonly utf8: boolean;
  /** True when the file starts with a byte order mark. */
  readonly bom: boolean;
  /** The number of the first line that ends in CR LF. */
  readonly crlfLine: number | undefined;
  readonly longestLine: { readonly line: number; readonly characters: number };
}

/** A picture's format and size, read from its bytes. */
export interface PictureFacts {
  readonly format: 'PNG' | 'JPEG' | 'GIF' | 'WebP';
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** True when the picture decodes to its end, as far as that was tried. */
  readonly whole: boolean;
}
