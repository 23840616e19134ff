import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';
import type { WidgetManifest } from './widget-manifest.ts';
import type { WidgetReport } from './widget-finding.ts';

/** A widget whose archive was opened and read. Sizes in bytes. */
export interface NewWidget {
  readonly sha256: string;
  readonly archiveBytes: number;
  readonly manifest: WidgetManifest;
  readonly report: {
    readonly inflatedBytes: number;
    readonly files: readonly { readonly path: string; readonly bytes: number }[];
    /** Absent for a version that an earlier release checked. */
    readonly checks?: WidgetReport | undefined;
  };
}

export type WidgetChange =
  | {
      /** A new version. Stale when another one took the number. */
      readonly kind: 'widget_uploaded';
      readonly accountId: number;
      readonly integrationId: string;
      readonly number: number;
      readonly widget: NewWidget;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The version that accounts get from now on; absent for none. */
      readonly kind: 'widget_chosen';
      readonly accountId: number;
      readonly integrationId: string;
      readonly number: number | undefined;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The hook with the code was sent, or never will be: the sealed code is deleted. */
      readonly kind: 'code_sent';
      readonly accountId: number;
      readonly codeId: string;
    };
