import { ButtonForm, LinkButton } from '../design/button.tsx';
import { Frame } from '../design/frame.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { exactWords } from '../design/time.tsx';
import { Names } from './adoption-section.tsx';

/** The question before an adoption is refused. */
export interface ConfirmKeepView {
  readonly account: string;
  readonly adopter: string;
  readonly names: readonly string[];
  readonly movesAt: number;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Exactly what a press will do; the press itself, and the way back. */
export function ConfirmKeepPage(props: ConfirmKeepView) {
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
              values={{ when: exactWords(props.movesAt, { language, zone }) }}
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
