import { useRouterState } from '@tanstack/react-router';

/** Path of the page that is shown; while another page loads, still the path of the previous one. */
export function useCurrentPath(): string {
  return useRouterState({ select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname });
}
