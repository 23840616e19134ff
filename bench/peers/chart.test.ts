import { expect, test } from 'vitest';
import { escapeXml, svgOf } from './chart.ts';

const chart = {
  title: 'CPU <µs> & "more"',
  legend: ['Node', 'PostgreSQL'],
  panels: [
    {
      title: 'refresh',
      bars: [
        { name: '@a/b & c', parts: [100, 100], label: '200' },
        { name: 'd', parts: [50, 0], label: '50' },
        { name: 'not measured', parts: [], label: '–' },
      ],
    },
  ],
};

test('text is escaped for XML', () => {
  expect(escapeXml('<a href="x">&</a>')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;');
});

test('a chart escapes its texts, and has every name and figure as text', () => {
  const svg = svgOf(chart);
  expect(svg).toContain('aria-label="CPU &lt;µs&gt; &amp; &quot;more&quot;"');
  for (const label of ['@a/b &amp; c', 'not measured', '>200<', '>50<', '>–<', '>Node<', '>PostgreSQL<'])
    expect(svg).toContain(label);
  expect(svg).toContain('prefers-color-scheme:dark');
});

test('the longest bar of a panel fills the width, the others stand in proportion, and a part begins where the last one ends', () => {
  const bars = [...svgOf(chart).matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="16"/g)].map(
    ([, x, width]) => [Number(x), Number(width)],
  );
  expect(bars).toEqual([
    [210, 210],
    [420, 210],
    [210, 105],
    [315, 0],
  ]);
});

test('a panel without any figure has no bars, rather than bars of a width that is no number', () => {
  const svg = svgOf({ ...chart, panels: [{ title: 'x', bars: [{ name: 'a', parts: [0], label: '0' }] }] });
  expect(svg).not.toMatch(/NaN|Infinity/);
});
