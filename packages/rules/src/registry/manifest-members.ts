import type { JsonObject } from './manifest-shape.ts';
import { isObject, member } from './manifest-shape.ts';

/** The members that belong inside `widget`. */
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

/** The canonical name of a member. */
export type MemberName = (typeof widgetMembers)[number] | Exclude<(typeof topMembers)[number], 'widget'>;

/** A member's value, with the place where the manifest has it. */
export interface LocatedMember {
  readonly value: unknown;
  /** The actual place, with `.` between members; for an absent member the place where it belongs. */
  readonly place: string;
  /** The place where it belongs. */
  readonly home: string;
}

/**
 * Finds a member of the manifest. One at the top instead of in `widget`, or the reverse, is found too, since real
 * manifests have that. Null counts as absent.
 */
export function manifestMember(root: JsonObject, name: MemberName): LocatedMember {
  const widget = member(root, 'widget');
  const inWidget = {
    value: isObject(widget) ? (member(widget, name) ?? undefined) : undefined,
    place: `widget.${name}`,
  };
  const atTop = { value: member(root, name) ?? undefined, place: name };
  const isOfWidget = widgetMembers.some((one) => one === name);
  const [own, other] = isOfWidget ? [inWidget, atTop] : [atTop, inWidget];
  const { value, place } = own.value === undefined && other.value !== undefined ? other : own;
  return { value, place, home: own.place };
}
