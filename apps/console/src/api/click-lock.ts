import { isRepeatedClick } from './repeated-click.ts';

/** Accepts one press until released, and never the second click of a double click. Taken before anything is sent. */
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
