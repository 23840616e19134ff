/** What happens at a host, and the host itself in mono: what a careful person compares with the address they came from. */
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
