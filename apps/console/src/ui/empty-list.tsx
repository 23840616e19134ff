import type { ReactNode } from 'react';

/** Placeholder of an empty list: what will appear, and the action that adds it. */
export function EmptyList(props: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
