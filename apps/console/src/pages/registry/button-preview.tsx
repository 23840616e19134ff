import { Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../texts.ts';
import type { Attribute } from './snippet.ts';

const source = '/auth/button.min.js';

/**
 * The real button, drawn by the script that integrators load. It opens nothing: the journey would end at the integrator's
 * address with a code that nobody there waits for.
 */
export function ButtonPreview(props: {
  readonly clientId: string;
  readonly look: readonly Attribute[];
  readonly dark: boolean;
}) {
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const [pressed, setPressed] = useState(false);
  const attributes = JSON.stringify([['data-client-id', props.clientId], ...props.look]);

  useEffect(() => {
    const stage = place.current;
    if (stage === null) return;
    loadScript();
    const tag = document.createElement('script');
    tag.className = 'pristan_oauth';
    for (const [name, value] of JSON.parse(attributes) as Attribute[]) tag.setAttribute(name, value);
    stage.replaceChildren(tag);
    return () => stage.replaceChildren();
  }, [attributes]);

  useEffect(() => {
    const stage = place.current;
    // Before the press reaches the button, which lives in a shadow root.
    const keep = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
      setPressed(true);
    };
    stage?.addEventListener('click', keep, true);
    return () => stage?.removeEventListener('click', keep, true);
  }, []);

  return (
    <div>
      <div ref={place} className="stage" data-page={props.dark ? 'dark' : 'light'} />
      <Text size="sm" c="dimmed" mt="xs">
        {t('button:preview.what')}
      </Text>
      <Text size="sm" role="status">
        {pressed && t('button:preview.pressed')}
      </Text>
    </div>
  );
}

/** Once is enough: it sees the tags that come later. */
function loadScript(): void {
  if (document.querySelector(`script[src="${source}"]`) !== null) return;
  const script = document.createElement('script');
  script.src = source;
  document.head.append(script);
}
