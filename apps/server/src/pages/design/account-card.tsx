import type { ComponentChildren } from 'preact';

/** An account in the account chooser, as one radio button of a group; `selected` is preselected. */
export interface AccountCardProps {
  readonly group: string;
  readonly value: string;
  readonly name: string;
  readonly domain: string;
  readonly note: ComponentChildren;
  readonly selected: boolean;
}

/** A radio button for an account, the size of a card: all of the card can be clicked. */
export function AccountCard(props: AccountCardProps) {
  const noteId = `${props.group}-${props.value}-note`;
  return (
    <label class="account-card">
      <input
        type="radio"
        name={props.group}
        value={props.value}
        checked={props.selected}
        required
        aria-describedby={noteId}
      />
      <span class="account-card-body">
        <bdi class="name">{props.name}</bdi>
        <bdi class="mono" dir="ltr">
          {props.domain}
        </bdi>
        <span class="account-card-note" id={noteId}>
          {props.note}
        </span>
      </span>
    </label>
  );
}

/** Card of an account that cannot be chosen, with the reason. It is text, not a disabled control. */
export function ClosedAccountCard(props: { name: string; domain: string; reason: string }) {
  return (
    <li class="account-card closed">
      <span class="account-card-body">
        <bdi class="name">{props.name}</bdi>
        <bdi class="mono" dir="ltr">
          {props.domain}
        </bdi>
        <span class="account-card-note">{props.reason}</span>
      </span>
    </li>
  );
}
