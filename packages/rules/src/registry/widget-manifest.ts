import type { WidgetSetting } from '../widget-setting.ts';
import type { Texts } from './manifest-texts.ts';

/** A widget's manifest, with texts instead of their keys. */
export interface WidgetManifest {
  readonly version: string | undefined;
  readonly locales: readonly string[];
  /** Whether it is installed from its page. */
  readonly installation: boolean;
  readonly name: Texts;
  readonly description: Texts;
  readonly shortDescription: Texts;
  readonly locations: readonly string[];
  readonly settings: readonly WidgetSetting[];
  readonly support: { readonly link: string | undefined; readonly email: string | undefined };
}
