import { setTimeout as pause } from 'node:timers/promises';
import type { Wire } from '../client.ts';
import type { Fixtures } from '../fixtures.ts';
import type { Timed } from './operation.ts';
import type { Visitors } from './visitors.ts';
import { pageGet, pagePost, withConnections } from './visitors.ts';

/** A form is refused within half a second of its page: a person reads the page first. */
const READS_MS = 550;

/**
 * Consent journeys of signed-in members: authorize request, consent page, Allow, the page that leaves with the code, and
 * the exchange of the code.
 *
 * @param load.people people on their way at the same time, each at most once in half a second
 * @returns the server's time for the four requests of each journey, in milliseconds
 */
export async function consentJourneys(
  { port, fixtures, next }: { readonly port: number; readonly fixtures: Fixtures; readonly next: Visitors },
  { people, seconds }: { readonly people: number; readonly seconds: number },
): Promise<Timed> {
  const times: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  await withConnections(port, people, async (connection) => {
    // People come one by one, not all in the same millisecond.
    await pause(Math.random() * READS_MS);
    while (performance.now() < endsAt) times.push(await journey(connection, fixtures, next()));
  });
  return { times, seconds: (performance.now() - startedAt) / 1000 };
}

async function journey(connection: Wire, fixtures: Fixtures, cookie: string): Promise<number> {
  let taken = 0;
  const ask = async (request: string, status: number): ReturnType<Wire['send']> => {
    const sentAt = performance.now();
    const answer = await connection.send(request);
    taken += performance.now() - sentAt;
    if (answer.status !== status) throw new Error(`${request.slice(0, 80)}: ${answer.status} ${answer.body}`);
    return answer;
  };
  const page = await ask(pageGet(`/oauth?client_id=${fixtures.clientId}&state=s`, cookie), 200);
  await pause(READS_MS);
  const allowed = await ask(pagePost('/oauth/allow', cookie, allowFields(page.body)), 303);
  const leave = /\r\nlocation: (\S+)/i.exec(allowed.head)?.[1] ?? '';
  const back = await ask(pageGet(leave, cookie), 200);
  const code = /\r\nrefresh: 0; url=\S*[?&]code=([^&\s]+)/i.exec(back.head)?.[1] ?? '';
  await ask(fixtures.exchange(decodeURIComponent(code)), 200);
  return taken;
}

/** Hidden fields of the consent page's form that allows. */
function allowFields(page: string): Readonly<Record<string, string>> {
  const form = page.slice(page.indexOf('action="/oauth/allow"'));
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
    fields[name] ??= value;
  return fields;
}
