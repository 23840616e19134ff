import { Button, CopyButton, Group, Text } from '@mantine/core';
import { useTexts } from '../../../texts.ts';

/** A block of code with a copy button; a name shows that the code is a file. */
export function CodeBlock(props: { readonly text: string; readonly name?: string | undefined }) {
  const { t } = useTexts();
  const { name = t('guide:shell') } = props;
  return (
    <figure className="code">
      <Group component="figcaption" justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" className="mono">
          {name}
        </Text>
        <CopyButton value={props.text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              flex="none"
              onClick={copy}
              aria-live="polite"
              aria-label={copied ? t('console:copied') : t('guide:copy', { name })}
            >
              {copied ? t('console:copied') : t('console:copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      {/* Long lines scroll inside, so the block must be focusable. */}
      <pre tabIndex={0} aria-label={name}>
        <code>{props.text}</code>
      </pre>
    </figure>
  );
}
