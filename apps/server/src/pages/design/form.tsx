import type { ComponentChildren } from 'preact';
import type { FormTarget } from './page-context.ts';

/** A plain POST form with the hidden fields that the server gave. */
export function PostForm(props: { target: FormTarget; class?: string; children: ComponentChildren }) {
  return (
    <form method="post" action={props.target.action} class={props.class}>
      {Object.entries(props.target.hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      {props.children}
    </form>
  );
}
