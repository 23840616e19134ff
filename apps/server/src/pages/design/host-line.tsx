/** A host in monospace with its label, for comparing with the URL that the person came from. */
export function HostLine(props: { label: string; host: string }) {
  return (
    <div class="host-line">
      <dt>{props.label}</dt>
      <dd>
        <bdi class="mono" dir="ltr">
          {props.host}
        </bdi>
      </dd>
    </div>
  );
}
