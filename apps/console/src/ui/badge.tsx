import { Badge as MantineBadge } from '@mantine/core';

/** A badge with a status in one or two words; its colour only repeats them. */
export function Badge(props: { readonly tone: 'good' | 'buoy' | 'bad' | 'calm'; readonly children: string }) {
  return (
    <MantineBadge
      variant="light"
      {...(props.tone === 'calm' ? { color: 'gray', style: calm } : { color: props.tone })}
      tt="none"
      size="lg"
      fw={600}
      radius={4}
    >
      {props.children}
    </MantineBadge>
  );
}

const calm = { background: 'var(--sunken)', color: 'var(--muted)' };
