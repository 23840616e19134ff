import { useRouterState } from '@tanstack/react-router';

/** The path of the page that is shown: while another one is being loaded, still the one before it. */
export function useShownPath(): string {
  return useRouterState({ select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname });
}
