import { useRouterState } from '@tanstack/react-router';

/** Path of the page on display; while another one loads, still the previous one. */
export function useCurrentPath(): string {
  return useRouterState({ select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname });
}
