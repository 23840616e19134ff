import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/**
 * Finds the addresses of a host name in a hosts file, in the order of its lines; an empty list when the file has none.
 */
export type HostsFile = (hostname: string) => readonly string[];

/**
 * Follows a hosts file and reads it again after a change; an unreadable file counts as empty. Reads synchronously: the
 * threads of Node's pool may all be waiting for a slow disk or name server.
 *
 * @see https://man7.org/linux/man-pages/man5/hosts.5.html
 */
export function followHostsFile(path: string): HostsFile {
  let names: ReadonlyMap<string, readonly string[]> = new Map();
  let readAs = '';
  return (hostname) => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const version = `${mtimeMs} ${size} ${ino}`;
      if (version !== readAs) names = readHosts(readFileSync(path, 'utf8'));
      readAs = version;
    } catch {
      names = new Map();
      readAs = '';
    }
    return names.get(plainName(hostname)) ?? [];
  };
}

function readHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...hostnames] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of new Set(hostnames.map(plainName))) names.set(name, [...(names.get(name) ?? []), address]);
  }
  return names;
}

function plainName(hostname: string): string {
  return hostname.toLowerCase().replace(/\.$/, '');
}
