import { Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../texts.ts';
import type { TagAttribute, TagClass } from './button-tag.ts';

const source = '/auth/button.min.js';

/**
 * The real connect button, rendered by the public script. A click opens nothing: it would send the developer's site a
 * code that the site does not expect.
 */
export function ButtonPreview(props: {
  readonly clientId: string;
  readonly tagClass: TagClass;
  readonly look: readonly TagAttribute[];
  readonly dark: boolean;
}) {
  const { t } = useTexts();
  const { tagClass } = props;
  const place = useRef<HTMLDivElement>(null);
  const [pressed, setPressed] = useState(false);
  const attributes = JSON.stringify([['data-client-id', props.clientId], ...props.look]);

  useEffect(() => {
    const stage = place.current;
    if (stage === null) return;
    loadScript();
    const tag = document.createElement('script');
    tag.className = tagClass;
    for (const [name, value] of JSON.parse(attributes) as TagAttribute[]) tag.setAttribute(name, value);
    stage.replaceChildren(tag);
    return () => stage.replaceChildren();
  }, [attributes, tagClass]);

  useEffect(() => {
    const stage = place.current;
    // Stops the click in the capture phase, before it reaches the button in its shadow root.
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

/** Loads the button’s script once; the script also finds tags added later. */
function loadScript(): void {
  if (document.querySelector(`script[src="${source}"]`) !== null) return;
  const script = document.createElement('script');
  script.src = source;
  document.head.append(script);
}
