/** Prints one figure of the benchmark. */
export const printFigure = (name: string, value: string): void => console.log(`${name.padEnd(46)} ${value}`);

export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')} /s`;

export const ms = (value: number): string => `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`;
