/** A value for the reader to copy: one field, reachable by keyboard and selected with one click. */
export function Copyable(props: { id: string; label: string; value: string }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <textarea id={props.id} class="mono copyable" readOnly rows={props.value.length > 60 ? 2 : 1} spellcheck={false}>
        {props.value}
      </textarea>
    </div>
  );
}
