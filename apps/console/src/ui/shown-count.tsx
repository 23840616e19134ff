import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * How many rows are shown: said to a screen reader whenever something else was asked for, the same number too. When what
 * was pressed is gone with the rows of before, the keyboard goes on from here.
 *
 * @param asked what the list was asked for
 */
export function ShownCount({ asked, children }: { readonly asked: string; readonly children: string }) {
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
