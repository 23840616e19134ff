import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * Number of rows that a filtered list shows, announced to screen readers whenever the filter changes, even if the
 * number does not. It takes the focus when the pressed element is gone.
 *
 * @param asked the list's filter as query parameters
 */
export function ResultCount({ asked, children }: { readonly asked: string; readonly children: string }) {
  const line = useRef<HTMLDivElement>(null);
  const before = useRef(asked);
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    if (document.activeElement === document.body) line.current?.focus({ preventScroll: true });
  }, [asked]);
  return (
    <div role="status" ref={line} tabIndex={-1} style={{ outline: 'none' }}>
      <Text key={asked} size="sm" c="dimmed">
        {children}
      </Text>
    </div>
  );
}
