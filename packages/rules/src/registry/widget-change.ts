import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';
import type { WidgetManifest } from './manifest.ts';

/** A widget whose archive was opened and found in order. Sizes in bytes. */
export interface NewWidget {
  readonly sha256: string;
  readonly archiveBytes: number;
  readonly manifest: WidgetManifest;
  readonly report: {
    readonly inflatedBytes: number;
    readonly files: readonly { readonly path: string; readonly bytes: number }[];
  };
}

export type WidgetChange =
  | {
      /** A new version. Stale when another took the number. */
      readonly kind: 'widget_uploaded';
      readonly accountId: number;
      readonly integrationId: string;
      readonly number: number;
      readonly widget: NewWidget;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The version that accounts get from now on; absent: none. */
      readonly kind: 'widget_chosen';
      readonly accountId: number;
      readonly integrationId: string;
      readonly number: number | undefined;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The code went out by hook, or never will: what was sealed of it goes. */
      readonly kind: 'code_sent';
      readonly accountId: number;
      readonly codeId: string;
    };
