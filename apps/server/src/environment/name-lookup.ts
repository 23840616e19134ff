import { promises as dns } from 'node:dns';
import { isLoopbackName } from '@pristan/rules';
import { followHostsFile } from './hosts-file.ts';

/** Looks up all addresses of a host, IPv4 and IPv6. @throws NameLookupFailed when there are none */
export type NameLookup = (hostname: string) => Promise<readonly string[]>;

/** A host name has no address, or no name server answered in time. */
export class NameLookupFailed extends Error {
  override readonly name = 'NameLookupFailed';
  readonly reason: 'dns' | 'timeout';
  constructor(reason: NameLookupFailed['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** Timeout of the first DNS question, in ms; a repeated question waits longer. */
const QUESTION_MS = 500;
const QUESTIONS_MAX = 2;
const LOOK_UP_MS_MAX = 2_500;
/**
 * Time in ms that a lookup waits for the other of IPv4 and IPv6 after the first has answered: some name servers never
 * answer for IPv6.
 */
const OTHER_FAMILY_MS = 200;

/**
 * Opens a name lookup that looks names up as written, without a search domain: first in the machine's hosts file, then
 * at its name servers. `localhost` and names under it are this machine and are never looked up. Each lookup has its own
 * sockets and no thread, so that a hanging name server delays no other lookup; each ends within seconds.
 *
 * @param options.servers,hostsPath used in place of the machine's
 * @see docs/adr/0011-deliveries.md
 */
export function openNameLookup(
  options: { readonly servers?: readonly string[]; readonly hostsPath?: string } = {},
): NameLookup {
  const { servers, hostsPath = '/etc/hosts' } = options;
  const hosts = followHostsFile(hostsPath);
  return async (hostname) => {
    if (isLocalhostName(hostname)) return ['127.0.0.1', '::1'];
    const named = hosts(hostname);
    return named.length > 0 ? named : askServers(hostname, servers);
  };
}

/** Whether a host name can only mean this machine, with or without the root's trailing dot. */
export function isLocalhostName(hostname: string): boolean {
  return isLoopbackName(hostname.toLowerCase().replace(/\.$/, ''));
}

async function askServers(hostname: string, servers: readonly string[] | undefined): Promise<readonly string[]> {
  const resolver = new dns.Resolver({ timeout: QUESTION_MS, tries: QUESTIONS_MAX });
  if (servers !== undefined) resolver.setServers(servers);
  const cancel = (): void => resolver.cancel();
  let timer = setTimeout(cancel, LOOK_UP_MS_MAX);
  const hurryOther = (found: string[]): string[] => {
    clearTimeout(timer);
    timer = setTimeout(cancel, OTHER_FAMILY_MS);
    return found;
  };
  const answers = await Promise.allSettled([
    resolver.resolve4(hostname).then(hurryOther),
    resolver.resolve6(hostname).then(hurryOther),
  ]);
  clearTimeout(timer);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found;
  const isLate = answers.some((answer) => answer.status === 'rejected' && isTimeout(answer.reason));
  throw new NameLookupFailed(isLate ? 'timeout' : 'dns');
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ETIMEOUT' || error.code === 'ECANCELLED');
}
