import { Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../texts.ts';
import type { Attribute, TagClass } from './snippet.ts';

const source = '/auth/button.min.js';

/**
 * The real button, rendered by the public script. A click opens nothing: the journey would end at the developer's site
 * with a code nobody expects.
 */
export function ButtonPreview(props: {
  readonly clientId: string;
  readonly tagClass: TagClass;
  readonly look: readonly Attribute[];
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
    for (const [name, value] of JSON.parse(attributes) as Attribute[]) tag.setAttribute(name, value);
    stage.replaceChildren(tag);
    return () => stage.replaceChildren();
  }, [attributes, tagClass]);

  useEffect(() => {
    const stage = place.current;
    // In the capture phase, before the click reaches the button in its shadow root.
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

/** Loaded once; the script also finds tags added later. */
function loadScript(): void {
  if (document.querySelector(`script[src="${source}"]`) !== null) return;
  const script = document.createElement('script');
  script.src = source;
  document.head.append(script);
}
