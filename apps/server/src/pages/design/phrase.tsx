import type { ComponentChildren } from 'preact';
import type { TextKey, TextValues } from '../texts.ts';
import { usePage } from './page-context.ts';

const open = '\uE000';
const close = '\uE001';
const gap = new RegExp(`${open}([a-z]\\w*)${close}`, 'i');

/**
 * A sentence of a page whose gaps are filled with elements (a name in bold, a link). The elements never become part of
 * the translated string, so a hostile name stays text.
 */
export function Phrase(props: {
  text: TextKey;
  parts: Readonly<Record<string, ComponentChildren>>;
  values?: TextValues;
}) {
  const { t } = usePage();
  const marked = Object.fromEntries(Object.keys(props.parts).map((name) => [name, open + name + close]));
  const pieces = t(props.text, { ...props.values, ...marked }).split(gap);
  return <>{pieces.map((piece, index) => (index % 2 === 0 ? piece : props.parts[piece]))}</>;
}

/**
 * Text from outside (the name of a person, an account, an integration), isolated so that a right-to-left name does not
 * reorder the sentence.
 */
export function Name(props: { children: string }) {
  return <bdi class="name">{props.children}</bdi>;
}
