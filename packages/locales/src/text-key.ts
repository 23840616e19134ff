type Plural = '_zero' | '_one' | '_two' | '_few' | '_many' | '_other';
type Stem<K extends string> = K extends `${infer S}${Plural}` ? S : K;
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? Stem<K> : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** Key of a text: `word:path.to.text`; plural forms share one key. */
export type TextKeyOf<Texts> = { [W in keyof Texts & string]: `${W}:${Leaves<Texts[W]>}` }[keyof Texts & string];
