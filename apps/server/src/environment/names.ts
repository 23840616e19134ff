import { promises as dns } from 'node:dns';
import { followHostsFile } from './hosts-file.ts';

/** All addresses of a host, of both families. @throws NameFailed when there are none to be had */
export type LookUp = (hostname: string) => Promise<readonly string[]>;

/** A name has no address, or nobody said so in time. */
export class NameFailed extends Error {
  override readonly name = 'NameFailed';
  readonly reason: 'dns' | 'timeout';
  constructor(reason: NameFailed['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** How long one question waits for its answer at first; asked again it waits longer. */
const QUESTION_MS = 500;
const QUESTIONS_MAX = 2;
const LOOK_UP_MS_MAX = 2_500;
/** How long the addresses of one family wait for those of the other, which some name servers never answer. */
const OTHER_FAMILY_MS = 200;

/**
 * Looks names up as they are written, with no search domain behind them: in the machine's hosts file, and when it does not
 * name them at the machine's name servers. `localhost` and names under it are this machine, and nobody is asked about
 * them. Each look-up has sockets of its own and no thread, so that a name whose server hangs delays no other; it is over
 * within seconds.
 *
 * @param options.servers,hostsPath in place of the machine's
 * @see docs/adr/0011-deliveries.md
 */
export function openNames(options: { readonly servers?: readonly string[]; readonly hostsPath?: string } = {}): LookUp {
  const { servers, hostsPath = '/etc/hosts' } = options;
  const hosts = followHostsFile(hostsPath);
  return async (hostname) => {
    if (isLoopbackName(hostname)) return ['127.0.0.1', '::1'];
    const named = hosts(hostname);
    return named.length > 0 ? named : askServers(hostname, servers);
  };
}

/** Whether the name is this machine's own, for everybody. @see RFC 6761 §6.3 */
export function isLoopbackName(hostname: string): boolean {
  return /(^|\.)localhost\.?$/i.test(hostname);
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
  throw new NameFailed(isLate ? 'timeout' : 'dns');
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ETIMEOUT' || error.code === 'ECANCELLED');
}
