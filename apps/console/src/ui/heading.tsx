import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from '../page-title.ts';

/** Heading of a page: its name, one sentence about it, and its main action. Also sets the document’s title. */
export function Heading(props: {
  readonly title: string;
  /** Name of the tab within this page; it comes first in the document’s title. */
  readonly part?: string;
  readonly picture?: ReactNode;
  readonly lead?: string;
  readonly badge?: ReactNode;
  readonly action?: ReactNode;
}) {
  usePageTitle(...(props.part === undefined ? [] : [props.part]), props.title);
  return (
    <Group component="header" justify="space-between" align="flex-start" gap="md">
      <div className="heading">
        <Group gap="sm" align="center">
          <Title order={1}>
            <Group gap="sm" wrap="nowrap" component="span">
              {props.picture}
              <bdi>{props.title}</bdi>
            </Group>
          </Title>
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
