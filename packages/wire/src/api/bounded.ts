import { z } from 'zod';

/** Maximum number of reported problems in a record; further entries are not checked. */
const FAULTS_MAX = 20;

interface BoundedRecordDef extends z.core.$ZodRecordDef {
  readonly entriesMax: number;
}

type Run = { readonly value: unknown; readonly issues: z.core.$ZodRawIssue[] };

// Zod stops at an array that is too long before parsing its elements, but has no such maximum for records.
const BoundedRecord = z.core.$constructor<z.ZodRecord, BoundedRecordDef>('BoundedRecord', (inst, def) => {
  z.ZodRecord.init(inst, def as Parameters<typeof z.ZodRecord.init>[1]);
  const parse = inst._zod.parse.bind(inst._zod);
  const one = (schema: z.core.$ZodType, value: unknown, ctx: z.core.ParseContextInternal): Run => {
    const run = schema._zod.run({ value, issues: [] }, ctx);
    if (run instanceof Promise) throw new Error('a record is read at once');
    return run;
  };
  inst._zod.parse = (payload, ctx) => {
    const input = payload.value;
    // The inherited parser refuses values that are not an object.
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return parse(payload, ctx);
    const keys = Object.keys(input);
    if (keys.length > def.entriesMax) {
      payload.issues.push({ code: 'too_big', origin: 'set', maximum: def.entriesMax, inclusive: true, input, inst });
      return payload;
    }
    const entries: [string, unknown][] = [];
    for (const key of keys) {
      const name = one(def.keyType, key, ctx);
      const read = name.issues.length > 0 ? name : one(def.valueType, Reflect.get(input, key), ctx);
      payload.issues.push(...z.core.util.prefixIssues(key.slice(0, 100), read.issues));
      if (payload.issues.length >= FAULTS_MAX) return payload;
      entries.push([String(name.value), read.value]);
    }
    payload.value = Object.fromEntries(entries);
    return payload;
  };
});

/** A record of at most `entriesMax` entries. A larger one is refused before any entry is parsed. */
export function recordOf<Value extends z.ZodType>(
  key: z.ZodType<string, string>,
  value: Value,
  entriesMax: number,
): z.ZodType<Readonly<Record<string, z.output<Value>>>, Readonly<Record<string, z.input<Value>>>> {
  const record = new BoundedRecord({
    type: 'record',
    keyType: key as unknown as z.ZodString,
    valueType: value,
    entriesMax,
  });
  return record.meta({ maxProperties: entriesMax }) as unknown as ReturnType<typeof recordOf<Value>>;
}

/** True for a schema made by {@link recordOf}. */
export function isBoundedRecord(schema: z.core.$ZodType): boolean {
  return schema instanceof BoundedRecord;
}
