import { isRepeatedClick } from './repeated-click.ts';

/**
 * Creates a lock for a button that writes. It accepts one press until it is released, and never the second click of a
 * double click. It is taken before a request is sent.
 */
export function clickLock(isRepeated: () => boolean = isRepeatedClick): {
  readonly take: () => boolean;
  readonly release: () => void;
} {
  let taken = false;
  return {
    take() {
      if (taken || isRepeated()) return false;
      taken = true;
      return true;
    },
    release() {
      taken = false;
    },
  };
}
