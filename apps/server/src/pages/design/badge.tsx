/** A state in one or two words; the colour only repeats what the word says. */
export function Badge(props: { tone: 'good' | 'buoy' | 'bad' | 'calm'; children: string }) {
  return <span class={`badge ${props.tone}`}>{props.children}</span>;
}
