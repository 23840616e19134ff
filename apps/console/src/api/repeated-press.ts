/**
 * Whether the press that is being handled is a further click of a double click, or a key that is held down. Where answers
 * come fast, such a press would find the page that the first one made.
 */
export function isRepeatedPress(): boolean {
  return repeated;
}

let repeated = false;

if (typeof document !== 'undefined') {
  // A click that a key made counts 0 clicks; then the key says whether it is held.
  document.addEventListener('click', ({ detail }) => (detail > 0 ? (repeated = detail > 1) : undefined), true);
  document.addEventListener('keydown', (event) => (repeated = event.repeat), true);
  // Space presses when it is let go, once, however long it was held.
  document.addEventListener('keyup', () => (repeated = false), true);
}
