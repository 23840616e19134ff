import { Stack, Text } from '@mantine/core';
import { useTexts } from '../../../texts.ts';
import { CodeBlock } from './code-block.tsx';
import type { CodeLanguage } from './languages.ts';
import type { RunnableStep, SnippetValues } from './snippet-values.ts';
import { placeholders } from './snippet-values.ts';
import { snippetOf } from './snippets.ts';

/** Shows the code of a step, and which values are still missing in it. */
export function SnippetView(props: {
  readonly language: CodeLanguage;
  readonly step: RunnableStep;
  readonly filled: SnippetValues;
}) {
  const { t } = useTexts();
  const { language, step, filled } = props;
  const snippet = snippetOf(language, step, filled);
  if (snippet === undefined) return null;
  const { text, file, run } = snippet;
  const lacks = [
    ...(text.includes(placeholders.secret) && filled.clientSecret === placeholders.secret ? (['secret'] as const) : []),
    ...(step === 'exchange' && filled.code === placeholders.code ? (['code'] as const) : []),
  ];
  return (
    <Stack gap="xs">
      {step === 'prepare' && run !== undefined && <CodeBlock text={run} />}
      <CodeBlock text={text} name={file} />
      {step !== 'prepare' && run !== undefined && <CodeBlock text={run} />}
      {lacks.map((what) => (
        <Text key={what} size="sm" c="var(--buoy)">
          {t(`guide:lacks.${what}`)}
        </Text>
      ))}
    </Stack>
  );
}
