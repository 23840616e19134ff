import { ButtonForm, LinkButton } from '../pages/design/button.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { exactTime } from '../pages/design/time.tsx';

/** View of the confirmation page before an account refuses an adoption. */
export interface ConfirmRefuseAdoptionView {
  readonly account: string;
  readonly adopter: string;
  readonly names: readonly string[];
  readonly movesAt: number;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Confirmation page that states the effects of refusing an adoption, with buttons to confirm and to go back. */
export function ConfirmRefuseAdoptionPage(props: ConfirmRefuseAdoptionView) {
  const { t, language, zone } = usePage();
  return (
    <Frame title={t('moderation:confirm-keep.title')} shape="journey">
      <div class="sheet">
        <h1>{t('moderation:confirm-keep.title')}</h1>
        <p class="lead">
          <Phrase
            text="moderation:confirm-keep.where"
            parts={{ account: <Name>{props.account}</Name>, names: <Names names={props.names} /> }}
          />
        </p>
        <ul class="effects">
          <li>
            <Phrase
              text="moderation:confirm-keep.stays"
              parts={{ adopter: <Name>{props.adopter}</Name> }}
              values={{ when: exactTime(props.movesAt, { language, zone }) }}
            />
          </li>
          <li>{t('moderation:confirm-keep.final')}</li>
          <li>{t('moderation:confirm-keep.later')}</li>
        </ul>
        <div class="decision">
          <LinkButton tone="plain" href={props.backUrl}>
            {t('moderation:confirm-keep.back')}
          </LinkButton>
          <ButtonForm target={props.form} tone="primary" class="wide">
            {t('moderation:adoption.keep')}
          </ButtonForm>
        </div>
      </div>
    </Frame>
  );
}

/** Names separated by commas, each isolated so that a right-to-left name does not reorder the others. */
function Names(props: { readonly names: readonly string[] }) {
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
