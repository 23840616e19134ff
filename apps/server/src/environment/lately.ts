/** Map that remembers a bounded number of recently used entries. */
export interface Lately<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/**
 * Map that remembers at most `entriesMax` recently used entries, in two halves. Reading an entry moves it to the young
 * half; when that half is full, the old half is dropped. A lookup costs as much as in a plain map.
 */
export function lately<Value>(entriesMax: number): Lately<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  const set = (key: string, value: Value): void => {
    if (young.size >= entriesMax / 2 && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
  };
}
