import type { ComponentChildren } from 'preact';

/** Tone of a note: `buoy` asks for attention, `bad` says what went wrong, `good` that it worked, `calm` informs. */
export type NoticeTone = 'buoy' | 'bad' | 'good' | 'calm';

/**
 * A note beside the thing that it is about. `live` announces the note to a screen reader when the page loads
 * (`role="alert"`); use it for the answer to the person's last action.
 */
export function Notice(props: { tone: NoticeTone; title?: string; live?: boolean; children?: ComponentChildren }) {
  return (
    <div class={`notice ${props.tone}`} role={props.live ? 'alert' : undefined}>
      {props.title !== undefined && <p class="notice-title">{props.title}</p>}
      {props.children}
    </div>
  );
}
