/** What a field of a widget's settings takes. @see docs/spec/dialect.md#widget-settings */
export const settingTypes = ['text', 'pass', 'users', 'users_lp', 'custom'] as const;

export type SettingType = (typeof settingTypes)[number];

/** A field that the widget asks for when it is installed. */
export interface WidgetSetting {
  readonly key: string;
  readonly type: SettingType;
  readonly required: boolean;
  /** Its label, by language. */
  readonly name: Readonly<Record<string, string>>;
}
