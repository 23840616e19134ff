import type { ComponentChildren } from 'preact';
import { PostForm } from './form.tsx';
import type { FormTarget } from './page-context.ts';

/**
 * Emphasis of a button: `primary` at most once per page, `plain` beside it, `quiet` in rows and footers, `stop` for an
 * action that takes something away from somebody.
 */
export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'stop';

/** A submit button, whose text is a verb with its object. */
export function Button(props: {
  tone: ButtonTone;
  name?: string;
  value?: string;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <button
      type="submit"
      class={`button ${props.tone} ${props.class ?? ''}`.trimEnd()}
      name={props.name}
      value={props.value}
    >
      {props.children}
    </button>
  );
}

/** A link that looks like a button, for an action that only leads to another page. */
export function LinkButton(props: { tone: ButtonTone; href: string; children: ComponentChildren }) {
  return (
    <a class={`button ${props.tone}`} href={props.href}>
      {props.children}
    </a>
  );
}

/** A form that consists of one button. */
export function ButtonForm(props: {
  target: FormTarget;
  tone: ButtonTone;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <PostForm target={props.target}>
      <Button tone={props.tone} {...(props.class === undefined ? {} : { class: props.class })}>
        {props.children}
      </Button>
    </PostForm>
  );
}
