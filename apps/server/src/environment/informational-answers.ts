import type { Duplex } from 'node:stream';

/** Head of an informational HTTP answer (1xx) up to its blank line. Status 101 ends HTTP, so it is not included. */
const informational = /^HTTP\/1\.[01] 1(?!01)\d\d(?: [^\r\n]*)?\r?\n(?:[^\r\n]+\r?\n)*\r?\n/;
/** Beginning of the head of an informational HTTP answer, whose rest may still arrive. */
const begun =
  /^(?:H|HT|HTT|HTTP|HTTP\/|HTTP\/1|HTTP\/1\.|HTTP\/1\.[01]|HTTP\/1\.[01] |HTTP\/1\.[01] 1\d{0,2}|HTTP\/1\.[01] 1(?!01)\d\d[ \r\n][^]*)$/;

/**
 * Most bytes held back while the head of an answer arrives: more than undici accepts for a head, so that undici refuses
 * a longer one.
 */
const HELD_BYTES_MAX = 16_384;

/**
 * Skips informational answers (100, 102, 103), solicited or not, before undici reads them: it takes an unsolicited 100
 * for a broken connection (`client-h1.js`, `onHeadersComplete`).
 *
 * @param socket connection that carries one request at a time
 */
export function skipInformational(socket: Duplex): void {
  const read = socket.read.bind(socket);
  const write = socket.write.bind(socket) as (...args: readonly unknown[]) => boolean;
  let awaitsHead = true;
  let held = Buffer.alloc(0);
  socket.write = (...args: readonly unknown[]) => {
    awaitsHead = true;
    return write(...args);
  };
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    if (!awaitsHead || !Buffer.isBuffer(chunk)) return chunk;
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const text = held.toString('latin1', 0, HELD_BYTES_MAX);
      const [head] = informational.exec(text) ?? [];
      if (head === undefined) {
        if (held.length < HELD_BYTES_MAX && begun.test(text)) return null;
        break;
      }
      held = held.subarray(head.length);
      if (held.length === 0) return null;
    }
    const rest = held;
    held = Buffer.alloc(0);
    awaitsHead = false;
    return rest;
  };
}
