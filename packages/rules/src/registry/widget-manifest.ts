import type { WidgetSetting } from '../widget-setting.ts';
import type { Texts } from './manifest-texts.ts';

/** A widget's manifest, with texts in place of the keys that name them. */
export interface WidgetManifest {
  readonly version: string | undefined;
  readonly locales: readonly string[];
  /** Whether the widget's integration is installed from its page. */
  readonly installation: boolean;
  readonly name: Texts;
  readonly description: Texts;
  readonly shortDescription: Texts;
  readonly locations: readonly string[];
  readonly settings: readonly WidgetSetting[];
  readonly support: { readonly link: string | undefined; readonly email: string | undefined };
}
