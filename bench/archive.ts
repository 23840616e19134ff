import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createIntegrationCommand } from '../apps/server/src/cli/integrations.ts';
import { widgetFiles, widgetZip } from '../tests/harness/widget.ts';
import { zipOf } from '../tests/harness/zip.ts';
import type { Fixtures } from './fixtures.ts';
import { httpPost } from './get.ts';
import { residentMb } from './machine.ts';
import { signedIn } from './session.ts';

const MIB = 1024 * 1024;
const UPLOADS = 3;

export interface ArchiveResult {
  readonly archiveMb: number;
  readonly ms: number;
  /** Peak growth of the server's memory while it received and opened one archive. */
  readonly heldMb: number;
}

/**
 * Uploads a `widget.zip` of the maximum size to a separate server process. Of three uploads, the most expensive one
 * counts.
 */
export async function archive(
  fixtures: Fixtures,
  server: { readonly port: number; readonly pid: number },
): Promise<ArchiveResult> {
  const { client_id } = await createIntegrationCommand(fixtures.world, {
    account: 'bench',
    name: 'Widget',
    redirectUri: 'https://shop.test/callback',
  });
  const cookie = await signedIn(fixtures);
  const body = await largestArchive();
  const path = `/api/platform/accounts/${fixtures.accountId}/integrations/${client_id}/widgets`;
  let highest: ArchiveResult = { archiveMb: 0, ms: 0, heldMb: 0 };
  const upload = async (bytes: Buffer): Promise<void> => {
    const headers = { cookie, 'content-type': 'application/zip' };
    const answer = await httpPost(server.port, path, { headers, body: bytes });
    if (answer.status !== 201) throw new Error(`no widget: ${answer.status} ${answer.text.slice(0, 300)}`);
  };
  // The code that opens archives stays loaded and must not count, so one upload goes first.
  await upload(await widgetZip());
  for (let n = 0; n < UPLOADS; n++) {
    const before = residentMb(server.pid);
    // Resets the peak of the server's memory. @see proc(5), /proc/…/clear_refs
    writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
    const startedAt = performance.now();
    await upload(body);
    const ms = performance.now() - startedAt;
    const heldMb = highestMb(server.pid) - before;
    if (heldMb > highest.heldMb) highest = { archiveMb: body.length / MIB, ms, heldMb };
  }
  return highest;
}

/** A widget archive of incompressible data, just below the size limit. */
async function largestArchive(): Promise<Buffer> {
  const files = await widgetFiles();
  const room = 20 * MIB - zipOf(files).length - 4096;
  const size = Math.floor(room / 5);
  const ballast = Array.from({ length: 5 }, (_, n) => ({ path: `images/${n}.bin`, data: randomBytes(size) }));
  return zipOf([...files, ...ballast.map((one) => ({ ...one, stored: true }))]);
}

function highestMb(pid: number): number {
  const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb ?? 0) / 1024;
}
