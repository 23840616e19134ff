/** Pristan’s logo: the letter П as a pier. */
export function LogoMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <path fill="var(--deep)" d="M3 5h27v4H25v13h-4V9H11v13H7V9H3z" />
      <path
        fill="none"
        stroke="var(--deep)"
        strokeWidth="2.5"
        strokeLinecap="round"
        d="M3 27c2.6-2.4 5.4-2.4 8 0s5.4 2.4 8 0 5.4-2.4 8 0"
      />
    </svg>
  );
}
