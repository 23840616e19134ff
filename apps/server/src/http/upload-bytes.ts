import type { IncomingMessage } from 'node:http';
import { errorCodes } from 'fastify';

/** Minimum speed of an upload. An upload holds a slot in memory that others wait for. */
export interface MinimumSpeed {
  readonly bytesPerSecond: number;
  /** Window over which the speed is averaged, in milliseconds. */
  readonly overMs: number;
  /** Time at the start of an upload that does not count, in milliseconds. */
  readonly graceMs: number;
  /** Calls `tick` every `ms` until stopped; returns the function that stops it. */
  every(ms: number, tick: () => void): () => void;
}

/** Minimum speed of an upload: 16 KiB a second, averaged over 5 seconds, after the first 2. */
export const uploadMinimumSpeed: MinimumSpeed = {
  bytesPerSecond: 16 * 1024,
  overMs: 5_000,
  graceMs: 2_000,
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

/**
 * Error for an upload below the minimum speed (408). The answer closes the connection, since the rest would be as slow.
 */
export class UploadTooSlow extends Error {
  override readonly name = 'UploadTooSlow';
  readonly statusCode = 408;
}

const LOOKS = 10;

/**
 * Reads an upload's bytes. A body of known length is copied into one buffer: pieces joined at the end would take twice
 * the memory.
 *
 * @throws UploadTooSlow, or the error of a body that exceeds `bytesMax` or differs from its stated length
 */
export async function readBytes(
  stream: IncomingMessage,
  bytesMax: number,
  pace: MinimumSpeed = uploadMinimumSpeed,
): Promise<Buffer> {
  const { 'content-length': header } = stream.headers;
  const said = header === undefined ? undefined : Number(header);
  if (said !== undefined && said > bytesMax) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
  const place = said === undefined ? undefined : Buffer.allocUnsafe(said);
  const pieces: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    const tooSlow = slowness(pace, () => size);
    const stop = pace.every(pace.overMs / LOOKS, () => {
      if (tooSlow()) leave(new UploadTooSlow('the upload is too slow'));
    });
    // The upload's stream stays open: once it is destroyed, no answer could be sent.
    const leave = (error?: Error): void => {
      stop();
      stream.off('data', take).off('end', ended).off('error', closed).off('close', closed);
      if (error === undefined) return resolve();
      stream.pause();
      reject(error);
    };
    const take = (piece: Buffer): void => {
      if (size + piece.length > (said ?? bytesMax)) return leave(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
      if (place === undefined) pieces.push(piece);
      else piece.copy(place, size);
      size += piece.length;
    };
    const ended = (): void => leave();
    // The sender of an upload is at fault for every early end of the stream.
    const closed = (): void => leave(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
    stream.on('data', take).on('end', ended).on('error', closed).on('close', closed);
  });
  if (place !== undefined && size !== place.length) throw new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH();
  return place ?? Buffer.concat(pieces);
}

/**
 * Creates a check of an upload's speed. The check is called ten times per window and returns whether too few bytes
 * arrived in the last window.
 */
function slowness({ bytesPerSecond, overMs, graceMs }: MinimumSpeed, size: () => number): () => boolean {
  const least = (bytesPerSecond * overMs) / 1000;
  const graceLooks = Math.ceil((graceMs / overMs) * LOOKS);
  const sizes: number[] = [];
  let looks = 0;
  return () => {
    looks += 1;
    sizes.push(size());
    if (looks < graceLooks + LOOKS) {
      if (looks < graceLooks) sizes.length = 0;
      return false;
    }
    const before = sizes.shift() ?? 0;
    return size() - before < least;
  };
}
