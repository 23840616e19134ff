import { LinkButton } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage } from '../design/setting.ts';
import { exactWords } from '../design/time.tsx';

/** A published integration that is about to take the place of external ones. */
export interface AdoptionView {
  readonly id: string;
  readonly adopter: string;
  readonly owner: string;
  /** Names of the account's clones, at most ten. */
  readonly names: readonly string[];
  readonly movesAt: number;
  /** The page that asks before it is refused; `null`: this viewer may not. */
  readonly keepUrl: string | null;
}

/** What will happen, when, and how to refuse it. Nothing when nothing is announced. */
export function AdoptionSection(props: { readonly adoptions: readonly AdoptionView[] }) {
  const { t, language, zone } = usePage();
  if (props.adoptions.length === 0) return null;
  return (
    <section class="block" aria-labelledby="adoptions">
      <h2 id="adoptions">{t('moderation:adoption.heading')}</h2>
      {props.adoptions.map((adoption) => (
        <Notice tone="buoy" key={adoption.id}>
          <p>
            <Phrase
              text="moderation:adoption.what"
              parts={{
                adopter: <Name>{adoption.adopter}</Name>,
                owner: <Name>{adoption.owner}</Name>,
                names: <Names names={adoption.names} />,
              }}
              values={{ when: exactWords(adoption.movesAt, { language, zone }) }}
            />
          </p>
          <p>{t('moderation:adoption.means')}</p>
          {adoption.keepUrl !== null && (
            <LinkButton tone="plain" href={adoption.keepUrl}>
              {t('moderation:adoption.keep')}
              <span class="unseen"> {adoption.names.join(', ')}</span>
            </LinkButton>
          )}
        </Notice>
      ))}
    </section>
  );
}

/** Names with commas between them, each kept from reordering the others. */
export function Names(props: { readonly names: readonly string[] }) {
  return (
    <>
      {props.names.map((name, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <Name>{name}</Name>
        </span>
      ))}
    </>
  );
}
