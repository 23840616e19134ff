/**
 * A buffer of entries that are not stored yet. Entries with the same key are merged, so the buffer grows only with the
 * number of keys.
 */
export interface Buffered<Entry> {
  /** Adds an entry without a database call. */
  add(entry: Entry): void;
  /** The buffered entry of a key. */
  get(key: string): Entry | undefined;
  /** Removes and returns all entries. */
  take(): readonly Entry[];
  /** Puts back entries that could not be stored. */
  giveBack(entries: readonly Entry[]): void;
}

/** Creates an empty buffer. @param join merges two entries of one key, the earlier first */
export function buffered<Entry>(
  keyOf: (entry: Entry) => string,
  join: (before: Entry, entry: Entry) => Entry,
): Buffered<Entry> {
  let entries = new Map<string, Entry>();
  const add = (entry: Entry): void => {
    const key = keyOf(entry);
    const before = entries.get(key);
    entries.set(key, before === undefined ? entry : join(before, entry));
  };
  return {
    add,
    get: (key) => entries.get(key),
    take() {
      const taken = [...entries.values()];
      entries = new Map();
      return taken;
    },
    giveBack(taken) {
      for (const entry of taken) add(entry);
    },
  };
}

/** Stores all buffered entries. A failed write puts them back for the next write. @throws UnavailableError */
export async function storeBuffered<Entry>(
  from: Pick<Buffered<Entry>, 'take' | 'giveBack'>,
  store: (entries: readonly Entry[]) => Promise<void>,
): Promise<void> {
  const entries = from.take();
  if (entries.length === 0) return;
  try {
    await store(entries);
  } catch (error) {
    from.giveBack(entries);
    throw error;
  }
}
