import { Anchor, Group, Text } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { chooseLanguage } from '../../api/choose-language.ts';
import { useTexts } from '../../texts.ts';
import { otherLanguages } from '../../ui/language-choices.ts';
import { LogoMark } from '../../ui/logo-mark.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { serverPaths } from '../../paths.ts';

/** The frame around the API page, which everybody may read, signed in or not. */
export function PublicFrame() {
  const { t, language } = useTexts();
  const [error, setError] = useState<Error | null>(null);
  return (
    <div className="open-frame">
      <a className="skip" href="#main">
        {t('console:skip')}
      </a>
      <Group component="header" justify="space-between" gap="md" mb="lg">
        <Group gap={8} wrap="nowrap">
          <LogoMark />
          <Text fw={650}>Pristan</Text>
        </Group>
        <Group gap="md">
          {/* A whole load: whoever is signed out is asked to sign in. */}
          <Anchor href={serverPaths.console} size="sm">
            {t('docs:to-console')}
          </Anchor>
          {otherLanguages(language).map(({ value, label }) => (
            <Anchor
              key={value}
              component="button"
              type="button"
              size="sm"
              lang={value}
              onClick={() => {
                chooseLanguage(value).then(() => window.location.reload(), setError);
              }}
            >
              {label}
            </Anchor>
          ))}
        </Group>
      </Group>
      <Refusal error={error} />
      <main id="main" tabIndex={-1} className="console-page">
        <Outlet />
      </main>
    </div>
  );
}
