import { createHash } from 'node:crypto';
import { checkWidget } from '@pristan/checks';
import type { NewWidget, WidgetProblem } from '@pristan/rules';
import { archiveProblems, readWidget, widgetLimits, wholeArchive } from '@pristan/rules';
import { openArchive } from './archive-entries.ts';
import { unpackAll } from './archive-files.ts';
import { semaphore } from './semaphore.ts';

/** A widget that may be stored, with a report of what its publication still needs. */
export interface OpenedWidget extends NewWidget {
  readonly kind: 'widget';
}

export type WidgetOpening =
  OpenedWidget | { readonly kind: 'invalid'; readonly problems: readonly WidgetProblem[] } | { readonly kind: 'busy' };

// Few archives are opened at a time, because unpacking takes a whole core.
const opening = semaphore({ running: 2, waiting: 8 });

/**
 * Opens an uploaded `widget.zip` and writes nothing. Every file is unpacked once as a stream, and only what the checks
 * need is held in memory. Problems that the archive's directory shows are reported before anything is unpacked, the
 * others together afterwards. Dangerous and unreadable archives are refused; everything else is in the report.
 *
 * @see docs/spec/dialect.md#widget-archive
 */
export async function openWidget(bytes: Uint8Array): Promise<WidgetOpening> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const opened = await opening(() => readArchive(buffer));
  return opened === 'busy' ? { kind: 'busy' } : opened;
}

async function readArchive(bytes: Buffer): Promise<WidgetOpening> {
  if (bytes.length > widgetLimits.archiveBytesMax)
    return invalid([{ file: wholeArchive, field: '', code: 'too_large' }]);
  const archive = await openArchive(bytes);
  if (archive.kind === 'invalid') return archive;
  const problems = archiveProblems(archive.entries);
  if (problems.length > 0) return invalid(problems);
  const unpacked = await unpackAll(archive);
  if (unpacked.kind === 'invalid') return invalid(unpacked.problems);
  const { contents, inflatedBytes } = unpacked;
  const reading = readWidget(contents);
  if (reading.kind === 'invalid') return reading;
  const files = contents.files.map((file) => ({ path: file.path, bytes: file.bytes }));
  return {
    kind: 'widget',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    archiveBytes: bytes.length,
    manifest: reading.manifest,
    report: { inflatedBytes, files, checks: checkWidget(contents, reading) },
  };
}

function invalid(problems: readonly WidgetProblem[]): WidgetOpening {
  return { kind: 'invalid', problems: problems.slice(0, 200) };
}
