/** A labelled input. `id` is also the base of the ids of its hint and error. */
export interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly value?: string;
  readonly autocomplete: string;
  readonly hint?: string | null;
  readonly error?: string | null;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly autofocus?: boolean;
}

/** Input with its label above, and hint and error text below; both are bound to the input with `aria-describedby`. */
export function Field(props: FieldProps) {
  const { hintId, errorId, attributes } = attributesOf(props);
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.type === 'text' && <input type="text" {...attributes} />}
      {props.type === 'email' && <input type="email" autocapitalize="none" spellcheck={false} {...attributes} />}
      {props.type === 'password' && <input type="password" {...attributes} />}
      {props.error && (
        <p class="field-error" id={errorId}>
          {props.error}
        </p>
      )}
      {props.hint && (
        <p class="field-hint" id={hintId}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

function attributesOf(props: FieldProps) {
  const hintId = `${props.id}-hint`;
  const errorId = `${props.id}-error`;
  const describedBy = [props.error ? errorId : null, props.hint ? hintId : null].filter((id) => id !== null).join(' ');
  const attributes = {
    id: props.id,
    name: props.name,
    value: props.value ?? '',
    autocomplete: props.autocomplete,
    autofocus: props.autofocus ?? false,
    required: props.required ?? true,
    ...(props.minLength === undefined ? {} : { minLength: props.minLength }),
    ...(props.maxLength === undefined ? {} : { maxLength: props.maxLength }),
    ...(props.error ? { 'aria-invalid': 'true' as const } : {}),
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
  };
  return { hintId, errorId, attributes };
}
