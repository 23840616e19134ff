import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useRef, type FormEvent, type ReactNode } from 'react';
import { formError } from '../../ui/field-errors.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { NewToken } from './new-token.tsx';

/** The mutation that creates a token, as returned by `useWrite`. */
interface Mint {
  readonly data: { readonly token: string } | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly reset: () => void;
}

/**
 * A form that creates a token. The new token then takes the form’s place until the person confirms having copied it,
 * and is never shown again.
 */
export function NewTokenSection(props: {
  readonly title: string;
  readonly what: string;
  readonly action: string;
  /** Fields that show their own errors, which are not repeated above the button. */
  readonly fields: readonly string[];
  readonly mint: Mint;
  /** Advice where to store the new token. */
  readonly means: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  const { mint } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  function submit(event: FormEvent): void {
    event.preventDefault();
    props.onSubmit();
  }
  return (
    <section className="sheet" aria-labelledby="mint">
      <Title order={2} id="mint" ref={heading} tabIndex={-1}>
        {props.title}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {props.what}
      </Text>
      {mint.data === undefined ? (
        <form onSubmit={submit} noValidate>
          <Stack maw={480}>
            {props.children}
            <Refusal error={formError(mint.error, props.fields)} />
            <Group>
              <Button type="submit" loading={mint.isPending}>
                {props.action}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <NewToken
          token={mint.data.token}
          means={props.means}
          onKept={() => {
            mint.reset();
            // The pressed button disappears, so the focus moves to the heading.
            heading.current?.focus();
          }}
        />
      )}
    </section>
  );
}
