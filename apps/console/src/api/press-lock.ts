import { isRepeatedPress } from './repeated-press.ts';

/** Lets one press in until it is released, and never the second click of a double click. It is taken before anything is sent. */
export function pressLock(isRepeated: () => boolean = isRepeatedPress): {
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
