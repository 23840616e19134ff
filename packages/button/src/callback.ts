/** A function of the page, bound to its owner, so that it is called with the `this` that it expects. */
export type Callback = (data: unknown) => unknown;

/**
 * Finds the function that a dotted name such as `shop.onDenied` leads to from `root`. Nothing is evaluated, and only
 * own properties are followed, so that no name reaches `constructor` or anything else that the page did not define.
 */
export function findCallback(root: object, dottedName: string): Callback | undefined {
  let owner: unknown = undefined;
  let found: unknown = root;
  for (const name of dottedName.split('.')) {
    if (!canOwn(found) || !Object.prototype.hasOwnProperty.call(found, name)) return undefined;
    owner = found;
    found = Reflect.get(found, name);
  }
  if (typeof found !== 'function') return undefined;
  const call = found;
  return (data) => Reflect.apply(call, owner, [data]);
}

function canOwn(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
