/** What this node has noted and not stored yet: entries of one key are joined, so that it grows with what is in use only. */
export interface Gathered<Entry> {
  /** Notes one, without asking anything. */
  add(entry: Entry): void;
  /** What is noted of one key. */
  get(key: string): Entry | undefined;
  /** Everything gathered, which is forgotten here. */
  take(): readonly Entry[];
  /** What was taken and could not be stored. */
  giveBack(entries: readonly Entry[]): void;
}

/** Nothing gathered. @param join two entries of the same key, the earlier noted first */
export function gathered<Entry>(
  keyOf: (entry: Entry) => string,
  join: (before: Entry, entry: Entry) => Entry,
): Gathered<Entry> {
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

/** Stores what was gathered; what could not be stored stays for the next time. @throws Fault */
export async function storeGathered<Entry>(
  from: Pick<Gathered<Entry>, 'take' | 'giveBack'>,
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
