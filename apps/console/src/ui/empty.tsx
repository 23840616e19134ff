import type { ReactNode } from 'react';

/** What will appear here, and the one action that makes it appear. */
export function Empty(props: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
