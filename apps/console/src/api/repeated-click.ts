/**
 * Whether the current press is the second click of a double click, or a key held down. After a fast answer the second
 * click would hit the page that the first one opened.
 */
export function isRepeatedClick(): boolean {
  return repeated;
}

let repeated = false;

if (typeof document !== 'undefined') {
  // A click made by a key has `detail` 0; then the key event shows whether the key is held.
  document.addEventListener('click', ({ detail }) => (detail > 0 ? (repeated = detail > 1) : undefined), true);
  document.addEventListener('keydown', (event) => (repeated = event.repeat), true);
  // The Space key clicks once when it is released, however long it was held.
  document.addEventListener('keyup', () => (repeated = false), true);
}
