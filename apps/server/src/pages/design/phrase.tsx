import type { ComponentChildren } from 'preact';
import type { TextKey, TextValues } from '../texts.ts';
import { usePage } from './setting.ts';

const open = '\uE000';
const close = '\uE001';
const gap = new RegExp(`${open}([a-z]\\w*)${close}`, 'i');

/**
 * A sentence whose gaps are elements (a name in bold, a link) and not just words. The elements never become part of the
 * translated string, so a hostile name stays text.
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

/** Somebody else's words (a person's, an account's, an integration's name), kept from reordering the sentence around them. */
export function Name(props: { children: string }) {
  return <bdi class="name">{props.children}</bdi>;
}
