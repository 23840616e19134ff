import type { JsonObject } from './manifest-shape.ts';
import { isObject, jsonMember } from './manifest-shape.ts';

/** The manifest members that belong inside `widget`. */
export const widgetMembers = [
  'name',
  'description',
  'short_description',
  'version',
  'interface_version',
  'init_once',
  'locale',
  'installation',
  'support',
  'is_showcase',
  'code',
  'secret_key',
] as const;

/** The members that belong at the top of the manifest. */
export const topMembers = [
  'widget',
  'locations',
  'settings',
  'tour',
  'dp',
  'advanced',
  'salesbot_designer',
  'left_menu',
] as const;

/** The canonical name of a manifest member. */
export type MemberName = (typeof widgetMembers)[number] | Exclude<(typeof topMembers)[number], 'widget'>;

/** The value of a manifest member, with its position in the manifest. */
export interface LocatedMember {
  readonly value: unknown;
  /**
   * The actual position in the manifest, with `.` between member names; for an absent member the position where it
   * belongs.
   */
  readonly place: string;
  /** The position in the manifest where the member belongs. */
  readonly home: string;
}

/**
 * Finds a member of a widget's manifest, also one at the top that belongs in `widget`, or the reverse, since real
 * manifests have that. Null counts as absent.
 */
export function manifestMember(root: JsonObject, name: MemberName): LocatedMember {
  const widget = jsonMember(root, 'widget');
  const inWidget = {
    value: isObject(widget) ? (jsonMember(widget, name) ?? undefined) : undefined,
    place: `widget.${name}`,
  };
  const atTop = { value: jsonMember(root, name) ?? undefined, place: name };
  const isOfWidget = widgetMembers.some((one) => one === name);
  const [own, other] = isOfWidget ? [inWidget, atTop] : [atTop, inWidget];
  const { value, place } = own.value === undefined && other.value !== undefined ? other : own;
  return { value, place, home: own.place };
}
