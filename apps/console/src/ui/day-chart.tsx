import { VisuallyHidden } from '@mantine/core';
import { languageFacts } from '@pristan/locales';
import { useTexts } from '../texts.ts';

const HEIGHT = 36;

/** Bar chart of numbers by UTC day, today last, above its caption. */
export function DayChart(props: {
  readonly caption: string;
  readonly days: readonly { readonly day: string; readonly calls: number }[];
}) {
  const { t, language } = useTexts();
  const most = Math.max(1, ...props.days.map(({ calls }) => calls));
  const height = (calls: number) => (calls === 0 ? 1 : Math.max(3, Math.round((calls / most) * HEIGHT)));
  const words = new Intl.DateTimeFormat(languageFacts[language].dates, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const number = new Intl.NumberFormat(language);
  const days = props.days.map(({ day, calls }) => ({
    day,
    calls,
    said: `${words.format(new Date(day))}: ${number.format(calls)}`,
  }));
  return (
    <figure className="day-chart">
      <svg viewBox={`0 0 ${days.length * 8 - 2} ${HEIGHT}`} aria-hidden>
        {days.map(({ day, calls, said }, index) => (
          <g key={day}>
            <title>{said}</title>
            {/* Full-height hover area, so that low bars can be pointed at. */}
            <rect className="day" x={index * 8 - 1} y={0} width={8} height={HEIGHT} />
            <rect
              className={calls === 0 ? 'none' : undefined}
              x={index * 8}
              y={HEIGHT - height(calls)}
              width={6}
              height={height(calls)}
              rx={1}
            />
          </g>
        ))}
      </svg>
      <VisuallyHidden component="ul">
        {days
          .filter(({ calls }) => calls > 0)
          .map(({ day, said }) => (
            <li key={day}>{said}</li>
          ))}
      </VisuallyHidden>
      <figcaption>
        {props.caption} · {t('console:utc-days')}
      </figcaption>
    </figure>
  );
}
