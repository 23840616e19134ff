import type { IncomingMessage } from 'node:http';
import { errorCodes } from 'fastify';

/**
 * The bytes of a body. One that says its length is read into its place: gathered in pieces and joined, a large file would
 * be held twice.
 *
 * @throws the error of a body that is larger than `bytesMax`, says it is, or is not as long as it says
 */
export async function readBytes(stream: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const { 'content-length': header } = stream.headers;
  const said = header === undefined ? undefined : Number(header);
  if (said !== undefined && said > bytesMax) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
  const place = said === undefined ? undefined : Buffer.allocUnsafe(said);
  const pieces: Buffer[] = [];
  let size = 0;
  // The stream is left as it is when it is too long: destroyed, nothing could be answered.
  for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (size + piece.length > (said ?? bytesMax)) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
    if (place === undefined) pieces.push(piece);
    else piece.copy(place, size);
    size += piece.length;
  }
  if (place !== undefined && size !== place.length) throw new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH();
  return place ?? Buffer.concat(pieces);
}
