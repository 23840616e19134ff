/** Logo of an integration (400×272), or a plate with the first letter of its name. */
export function Logo(props: { url: string | null; name: string; size: 'large' | 'small' }) {
  if (props.url !== null) {
    return <img class={`logo ${props.size}`} src={props.url} alt="" width="400" height="272" />;
  }
  return (
    <span class={`logo plate ${props.size}`} aria-hidden="true">
      {[...props.name.trim()][0]?.toUpperCase() ?? ''}
    </span>
  );
}
