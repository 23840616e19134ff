import { expect, test } from 'vitest';
import { openRoom } from './room.ts';

test('four requests go to one host, and no more', () => {
  const room = openRoom();
  for (let n = 0; n < 4; n++) room.enter('a.test');
  expect(room.free()).toEqual({ limit: 508, perHost: 4, room: [{ host: 'a.test', free: 0 }] });
  expect(room.leave('a.test', false)).toBe(true);
  expect(room.free().room).toEqual([{ host: 'a.test', free: 1 }]);
  expect(room.leave('a.test', false)).toBe(false);
});

test('a host that hung gets one at a time, until it answers', () => {
  const room = openRoom();
  room.enter('a.test');
  room.leave('a.test', true);
  expect(room.free().room).toEqual([{ host: 'a.test', free: 1 }]);
  room.enter('a.test');
  expect(room.free().room).toEqual([{ host: 'a.test', free: 0 }]);
  room.leave('a.test', false);
  expect(room.free()).toEqual({ limit: 512, perHost: 4, room: [] });
});

test('however many hosts hang, half of the room is left for the others', () => {
  const room = openRoom();
  const hosts = Array.from({ length: 300 }, (_none, n) => `slow${n}.test`);
  for (const host of hosts) {
    room.enter(host);
    room.leave(host, true);
  }
  for (const host of hosts.slice(0, 256)) room.enter(host);
  const free = room.free();
  expect(free.limit).toBe(256);
  expect(free.room.every((one) => one.free === 0)).toBe(true);
  expect(room.leave('slow0.test', true)).toBe(true);
});
