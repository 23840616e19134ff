import type { ComponentChildren } from 'preact';

/** An empty list: what will appear here, and the one action that makes it appear. */
export function Empty(props: { children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
