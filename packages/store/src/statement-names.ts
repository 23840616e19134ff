/** Uses of a text before it is named: most statements of a rare path are not worth a plan in every connection. */
const USES_BEFORE = 3;

/** Named texts at most: each costs PostgreSQL memory in every connection. */
const NAMED_MAX = 300;

/** Texts whose uses are counted at most. */
const COUNTED_MAX = 1_000;

/** Longer texts are lists of values of any length, which seldom come twice. */
const LENGTH_MAX = 10_000;

/** Names under which PostgreSQL keeps statements prepared. @see PostgreSQL, "PREPARE" */
export interface StatementNames {
  /** Name for a statement's text, the same at each use; `undefined`: not prepared. */
  nameOf(text: string): string | undefined;
  /** Gives the text another name from now on, because what was prepared under `name` can't be used any more. */
  renew(text: string, name: string): void;
}

/** Names the texts that are used again and again; the same text has the same name in all connections. */
export function statementNames(): StatementNames {
  const named = new Map<string, string>();
  const uses = new Map<string, number>();
  let made = 0;
  const next = (): string => `statement-${(made += 1)}`;
  return {
    nameOf(text) {
      const known = named.get(text);
      if (known !== undefined) return known;
      if (named.size >= NAMED_MAX || text.length > LENGTH_MAX) return undefined;
      const count = (uses.get(text) ?? 0) + 1;
      if (count < USES_BEFORE) {
        if (uses.size >= COUNTED_MAX) uses.clear();
        uses.set(text, count);
        return undefined;
      }
      uses.delete(text);
      const name = next();
      named.set(text, name);
      return name;
    },
    renew(text, name) {
      if (named.get(text) === name) named.set(text, next());
    },
  };
}
