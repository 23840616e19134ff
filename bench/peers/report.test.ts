import { describe, expect, test } from 'vitest';
import { markdownTable } from './markdown.ts';
import type { ClosedLoad } from './measure.ts';
import type { Peer } from './peer.ts';
import type { Report } from './report.ts';
import { report } from './report.ts';
import type { PeerResults } from './rounds.ts';

type Cpu = Pick<ClosedLoad, 'nodeMicros' | 'postgresMicros'>;

const load = (perSecond: number, cpu: Cpu): ClosedLoad => ({
  ...cpu,
  perSecond,
  done: 1_000,
  failed: 0,
  seconds: 1,
  p50Ms: 1,
  p99Ms: 2,
  times: Array.from({ length: 1_000 }, (_, index) => index / 100),
  walBytes: 400,
  residentMb: 120,
});

/** A peer whose rounds had these rates, with the same CPU time in each; refused requests cost half of it. */
function results(peer: Partial<Peer>, rates: readonly number[], cpu: Cpu): PeerResults {
  const half = { nodeMicros: (cpu.nodeMicros ?? NaN) / 2, postgresMicros: (cpu.postgresMicros ?? NaN) / 2 };
  const closed = rates.map((rate) => load(rate, cpu));
  const open = closed.map((one) => ({ ...one, offered: one.perSecond / 2 }));
  const refused = rates.map((rate) => load(rate, cpu.nodeMicros === undefined ? cpu : half));
  return {
    peer: { name: 'peer', isPristan: false, introspectsJwt: true, ...peer } as Peer,
    closed: { refresh: closed, exchange: closed, introspection: closed },
    open: { refresh: open, exchange: open, introspection: open },
    refused: {
      'refresh, wrong secret': refused,
      'refresh, forged token': refused,
      'exchange, unknown code': refused,
      'introspection, wrong secret': refused,
      'introspection, forged token': refused,
    },
    rows: { refresh: 1, exchange: 2, introspection: 0 },
  };
}

const run = (loadBefore: number, peers: readonly PeerResults[]): string =>
  report({
    conditions: {
      plan: { rounds: 3, closedSeconds: 1, openSeconds: 1, refusedRounds: 1, refusedSeconds: 1 },
      startedAt: new Date('2026-11-30T12:00:00Z'),
      commit: 'abc',
      processor: 'x',
      cores: 2,
      node: 'v20',
      loadBefore,
    },
    postgres: 'PostgreSQL 18',
    isPinned: true,
    limits: [],
    results: peers,
  } satisfies Report);

const fast = results({ name: 'Pristan', isPristan: true }, [4_000, 4_400, 4_200], {
  nodeMicros: 200,
  postgresMicros: 50,
});
const slow = results({ name: 'slow' }, [1_000], { nodeMicros: 800, postgresMicros: 200 });
const slower = results({ name: 'slower' }, [500], { nodeMicros: 100, postgresMicros: 50 });

describe('the report', () => {
  test('has medians with the lowest and highest round, and how busy the server kept its core', () => {
    expect(run(0, [fast, slow])).toMatch(
      /\| Pristan +\| 4,200 \(4,000–4,400\) \| +200 \(200–200\) \| +50 \(50–50\) \| +84 % \| +5\.0 \| +9\.9 \| +– \| +1\.0 \| +400 \|/,
    );
  });

  test('compares Pristan with the peer that has the most requests per second, not with one of less CPU time', () => {
    const text = run(0, [fast, slow, slower]);
    expect(text).toContain('- Pristan, against the fastest peer, slow: 4.2 times the requests, 0.25 of its CPU time.');
    expect(text).not.toContain('- slow, against');
  });

  test('compares introspection also with the fastest peer that verifies a signature, if another one is faster', () => {
    const opaque = results({ name: 'opaque', introspectsJwt: false }, [2_100], {
      nodeMicros: 400,
      postgresMicros: 100,
    });
    const [, introspection = ''] = run(0, [fast, slow, opaque]).split('## Introspection');
    expect(introspection).toContain('fastest peer, opaque: 2.0 times the requests, 0.50 of its CPU time.');
    expect(introspection).toContain('fastest that verifies a signature, slow: 4.2 times the requests');
  });

  test('has a dash, never a zero, for CPU time that the machine does not tell', () => {
    const text = run(0, [results({ name: 'remote' }, [100], { nodeMicros: 300, postgresMicros: undefined })]);
    expect(text).toMatch(/\| remote +\| 100 \(100–100\) \| +300 \(300–300\) \| +– \|/);
    expect(text).toMatch(/\| exchange, unknown code +\| +– \|/);
  });

  test('shows the cost of a refused request as a multiple of the good one', () => {
    expect(run(0, [fast])).toMatch(/\| refresh, forged token +\| 125 \(0\.50\) \|/);
  });

  test('says that other programs shared the machine, if its load average was above a half', () => {
    expect(run(0.5, [fast])).not.toContain('Other programs');
    expect(run(3, [fast])).toContain('Other programs shared the machine');
  });

  test('marks a peer that verifies no signature at introspection, and only there', () => {
    const text = run(0, [
      results({ name: 'opaque', introspectsJwt: false }, [100], { nodeMicros: 1, postgresMicros: 1 }),
    ]);
    const [before = '', introspection = ''] = text.split('## Introspection');
    expect(before).not.toContain('\\*');
    expect(introspection).toContain('| opaque \\* ');
    expect(introspection).toContain('\\* of an opaque token');
  });
});

test('a table is padded, with figures to the right', () => {
  expect(
    markdownTable([
      ['a', 'bcd'],
      ['ef', '12345'],
    ]),
  ).toBe('| a   |   bcd |\n|-----|------:|\n| ef  | 12345 |');
});
