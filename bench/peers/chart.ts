/** A row of a bar chart: its name, and the parts of its bar from left to right; none if it was not measured. */
export interface Bar {
  readonly name: string;
  readonly parts: readonly number[];
  /** Figure at the end of the bar. */
  readonly label: string;
}

/** A group of bars with a scale of its own. */
export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** A bar chart. */
export interface Chart {
  readonly title: string;
  /** Names of the parts, in their order. */
  readonly legend: readonly string[];
  readonly panels: readonly Panel[];
}

const WIDTH = 820;
const NAME_WIDTH = 210;
const BAR_WIDTH = 420;
const ROW = 24;
const TOP = 56;
/** Readable on white and on black. */
const COLOURS = ['#3b82c4', '#d9822b', '#a05a9c'];

/** Draws a chart as SVG: transparent, with text that follows the reader's colour scheme. */
export function svgOf(chart: Chart): string {
  let y = TOP;
  const parts: string[] = [];
  for (const panel of chart.panels) {
    parts.push(text({ x: 12, y: y + 16, kind: 'panel' }, panel.title));
    y += ROW;
    const longest = Math.max(...panel.bars.map(lengthOf));
    for (const bar of panel.bars) {
      parts.push(barLine(bar, { y, longest }));
      y += ROW;
    }
    y += 12;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="${escapeXml(chart.title)}">`,
    '<style>text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-size:16px;font-weight:600}.panel{font-weight:600}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>',
    text({ x: 12, y: 22, kind: 'title' }, chart.title),
    ...legend(chart.legend),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** Text for an attribute or an element of XML. */
export function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function legend(names: readonly string[]): readonly string[] {
  return names.flatMap((name, index) => {
    const x = 12 + index * 170;
    return [
      `<rect x="${x}" y="34" width="12" height="12" rx="2" fill="${COLOURS[index]}"/>`,
      text({ x: x + 18, y: 45, kind: 'legend' }, name),
    ];
  });
}

function barLine(bar: Bar, { y, longest }: { readonly y: number; readonly longest: number }): string {
  const scale = longest === 0 ? 0 : BAR_WIDTH / longest;
  let x = NAME_WIDTH;
  const rects = bar.parts.map((part, index) => {
    const width = Number((part * scale).toFixed(1));
    const rect = `<rect x="${x.toFixed(1)}" y="${y + 3}" width="${width}" height="${ROW - 8}" fill="${COLOURS[index]}"/>`;
    x += width;
    return rect;
  });
  const name = text({ x: 12, y: y + 16, kind: 'name' }, bar.name);
  return [name, ...rects, text({ x: Math.round(x + 6), y: y + 16, kind: 'label' }, bar.label)].join('');
}

function lengthOf({ parts }: Bar): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

function text(at: { readonly x: number; readonly y: number; readonly kind: string }, value: string): string {
  return `<text x="${at.x}" y="${at.y}" class="${at.kind}">${escapeXml(value)}</text>`;
}
