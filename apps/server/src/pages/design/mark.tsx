/** Logo of the platform: the letter П drawn as a pier, with a wave below. It takes one colour from the text. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <path fill="currentColor" d="M3 5h27v4H25v13h-4V9H11v13H7V9H3z" />
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="2.5"
        stroke-linecap="round"
        d="M3 27c2.6-2.4 5.4-2.4 8 0s5.4 2.4 8 0 5.4-2.4 8 0"
      />
    </svg>
  );
}
