import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A page's first line: its name, what it is in a sentence, and the action it is for. */
export function Heading(props: {
  readonly title: ReactNode;
  readonly lead?: string;
  readonly badge?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <Group component="header" justify="space-between" align="flex-start" gap="md">
      <div className="heading">
        <Group gap="sm" align="center">
          <Title order={1}>{props.title}</Title>
          {props.badge}
        </Group>
        {props.lead !== undefined && (
          <Text c="dimmed" mt={4} maw="68ch">
            {props.lead}
          </Text>
        )}
      </div>
      {props.action}
    </Group>
  );
}
