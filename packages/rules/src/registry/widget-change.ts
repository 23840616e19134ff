import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';
import type { WidgetManifest } from './widget-manifest.ts';
import type { WidgetReport } from './widget-finding.ts';

/** A widget version to store, whose archive was opened and read. Sizes in bytes. */
export interface NewWidget {
  readonly sha256: string;
  readonly archiveBytes: number;
  readonly manifest: WidgetManifest;
  readonly report: {
    readonly inflatedBytes: number;
    readonly files: readonly { readonly path: string; readonly bytes: number }[];
    /** Absent for a widget version that an earlier release checked. */
    readonly checks?: WidgetReport | undefined;
  };
}

export type WidgetChange =
  | {
      /** Stores a new widget version. Stale when another upload took the number. */
      readonly kind: 'widget_uploaded';
      readonly accountId: number;
      readonly integrationId: string;
      readonly number: number;
      readonly widget: NewWidget;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Chooses the widget version that accounts get from now on; `number` is absent for none. */
      readonly kind: 'widget_chosen';
      readonly accountId: number;
      readonly integrationId: string;
      readonly number: number | undefined;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The install hook with the authorization code was sent, or never will be: the sealed code is deleted. */
      readonly kind: 'code_sent';
      readonly accountId: number;
      readonly codeId: string;
    };
