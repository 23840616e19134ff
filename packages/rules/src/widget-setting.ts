/** The types of a widget's settings. @see docs/spec/dialect.md#widget-settings */
export const settingTypes = ['text', 'pass', 'users', 'users_lp', 'custom'] as const;

export type SettingType = (typeof settingTypes)[number];

/** A setting that the widget needs from the admin who installs it. */
export interface WidgetSetting {
  readonly key: string;
  readonly type: SettingType;
  readonly required: boolean;
  /** The setting's label, by language. */
  readonly name: Readonly<Record<string, string>>;
}
