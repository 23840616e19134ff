/** @see generate.mjs */
export declare function generatedFiles(packages: string): ReadonlyMap<string, string>;

/** @see generate.mjs */
export declare function generate(packages: string): void;

/** @see generate.mjs */
export declare function strayFiles(packages: string): readonly string[];
