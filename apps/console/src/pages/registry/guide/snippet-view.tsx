import { Stack, Text } from '@mantine/core';
import { useTexts } from '../../../texts.ts';
import { CodeBlock } from './code-block.tsx';
import type { CodeLanguage } from './languages.ts';
import type { CodeStep, Filled } from './filled.ts';
import { missing } from './filled.ts';
import { snippetOf } from './snippets.ts';

/** What to run for a step, and what is still missing in it. */
export function SnippetView(props: {
  readonly language: CodeLanguage;
  readonly step: CodeStep;
  readonly filled: Filled;
}) {
  const { t } = useTexts();
  const { language, step, filled } = props;
  const snippet = snippetOf(language, step, filled);
  if (snippet === undefined) return null;
  const { text, file, run } = snippet;
  const lacks = [
    ...(text.includes(missing.secret) && filled.clientSecret === missing.secret ? (['secret'] as const) : []),
    ...(step === 'exchange' && filled.code === missing.code ? (['code'] as const) : []),
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
