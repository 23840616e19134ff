import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';

/** The person who uploads, and the account they upload to. */
export interface Uploader {
  readonly userId: number;
  readonly accountId: number;
}

/** Limits on the number of uploads that are read at a time, and that wait before that. */
export interface UploadSlotLimits {
  readonly ofPerson: { readonly running: number; readonly waiting: number };
  readonly ofAccount: { readonly running: number; readonly waiting: number };
  readonly ofAll: { readonly running: number; readonly waiting: number };
}

/** Admits an upload, which holds its slot until it is answered or broken off; returns `busy` when too many wait. */
export type UploadSlots = (uploader: Uploader, response: ServerResponse) => Promise<'in' | 'busy'>;

interface Upload extends Uploader {
  enter(): void;
}

/**
 * Limits the uploads held in this process's memory: per person over all their accounts, per account, and in total. The
 * last slot is reserved for an account without a running upload, so that slow senders of one account cannot block
 * another. A slot is taken before the body is read; a waiting upload holds a socket and no memory.
 */
export function uploadSlots(places: UploadSlotLimits): UploadSlots {
  const inside = new Set<Upload>();
  const queue = new Set<Upload>();

  const fits = (upload: Uploader): boolean => {
    const free = places.ofAll.running - inside.size;
    const ofAccount = count(inside, 'accountId', upload);
    return (
      free > (ofAccount > 0 ? 1 : 0) &&
      ofAccount < places.ofAccount.running &&
      count(inside, 'userId', upload) < places.ofPerson.running
    );
  };
  const isFull = (upload: Uploader): boolean =>
    queue.size >= places.ofAll.waiting ||
    count(queue, 'accountId', upload) >= places.ofAccount.waiting ||
    count(queue, 'userId', upload) >= places.ofPerson.waiting;
  const admit = (): void => {
    for (const upload of queue) {
      if (!fits(upload)) continue;
      queue.delete(upload);
      inside.add(upload);
      upload.enter();
    }
  };

  return async (uploader, response) =>
    new Promise((resolve) => {
      const upload: Upload = { ...uploader, enter: () => resolve('in') };
      if (fits(upload)) {
        inside.add(upload);
        resolve('in');
      } else if (isFull(upload)) {
        resolve('busy');
        return;
      } else queue.add(upload);
      finished(response, () => {
        queue.delete(upload);
        inside.delete(upload);
        admit();
      });
    });
}

function count(uploads: ReadonlySet<Upload>, of: 'userId' | 'accountId', upload: Uploader): number {
  let found = 0;
  for (const one of uploads) if (one[of] === upload[of]) found += 1;
  return found;
}
