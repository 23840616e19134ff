import type { FrozenDifference, Publication } from '@pristan/rules';
import { differsFromPublication } from '@pristan/rules';
import type { UnreviewedLine } from '../pages/design/unreviewed-note.tsx';

/** Changes of an integration since its review, as pages show them; URLs are shown as hosts. */
export function unreviewedLines({ now, frozen }: Publication): readonly UnreviewedLine[] {
  return differsFromPublication(now, frozen).map(lineOf);
}

function lineOf({ fact, reviewed, now }: FrozenDifference): UnreviewedLine {
  if (fact === 'redirect_uri' || fact === 'disconnect_uri') {
    return { fact, added: now.map(hostOf), gone: reviewed.map(hostOf) };
  }
  const added = now.filter((one) => !reviewed.includes(one));
  const gone = reviewed.filter((one) => !now.includes(one));
  return fact === 'button_origins' ? { fact, added: added.map(hostOf), gone: gone.map(hostOf) } : { fact, added, gone };
}

function hostOf(address: string): string {
  return new URL(address).host;
}
