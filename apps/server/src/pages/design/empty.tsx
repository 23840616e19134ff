import type { ComponentChildren } from 'preact';

/** An empty list: says what will appear here, with the action that adds it. */
export function Empty(props: { children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
