/** A bar for each day, the last one being today, above the words that say what it shows. */
export function DayChart(props: {
  readonly caption: string;
  readonly days: readonly { readonly day: string; readonly calls: number }[];
}) {
  const most = Math.max(1, ...props.days.map(({ calls }) => calls));
  const height = (calls: number) => (calls === 0 ? 1 : Math.max(3, Math.round((calls / most) * 36)));
  return (
    <figure className="day-chart">
      <svg viewBox={`0 0 ${props.days.length * 8 - 2} 36`} aria-hidden>
        {props.days.map(({ day, calls }, index) => (
          <rect
            key={day}
            className={calls === 0 ? 'none' : undefined}
            x={index * 8}
            y={36 - height(calls)}
            width={6}
            height={height(calls)}
            rx={1}
          />
        ))}
      </svg>
      <figcaption>{props.caption}</figcaption>
    </figure>
  );
}
