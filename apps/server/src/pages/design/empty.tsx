import type { ComponentChildren } from 'preact';

/** Placeholder of an empty list: says what will appear there, with the action that adds an entry. */
export function Empty(props: { children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
