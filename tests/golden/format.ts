const COLUMNS = 140;

/** Formats JSON; a value that fits into one line takes one, so that differences are read line by line. */
export function format(value: unknown, indent = ''): string {
  const short = oneLine(value);
  if (indent.length + short.length <= COLUMNS) return short;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${format(item, deeper)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, item]) => `${deeper}${JSON.stringify(name)}: ${format(item, deeper)}`,
    );
    return `{\n${members.join(',\n')}\n${indent}}`;
  }
  return short;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${oneLine(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
