import { pino } from 'pino';
import { expect, test } from 'vitest';
import { requestLog } from './request-log.ts';

/** The log of one request, what it wrote, and how many logs were made for it. */
function aLog() {
  const lines: Record<string, unknown>[] = [];
  const parent = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  let children = 0;
  parent.onChild = () => {
    children += 1;
  };
  return { log: requestLog(parent, { reqId: 'req-7' }), lines, children: () => children };
}

test('every line of a request carries its id, and what the parent leaves out is left out', () => {
  const { log, lines, children } = aLog();
  log.debug('too much');
  log.info({ why: 'busy' }, 'refused');
  log.error('a bug');
  log.child({ task: 'mail' }).warn('late');
  expect(lines).toMatchObject([
    { level: 30, reqId: 'req-7', why: 'busy', msg: 'refused' },
    { level: 50, reqId: 'req-7', msg: 'a bug' },
    { level: 40, reqId: 'req-7', task: 'mail', msg: 'late' },
  ]);
  expect(log.level).toBe('info');
  expect(children()).toBe(2);
});

test('a request that writes no line makes no log of its own', () => {
  expect(aLog().children()).toBe(0);
});
