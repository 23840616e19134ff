import type { IntegrationCard } from '@pristan/flows';
import type { StatementOf } from '@pristan/rules';
import { isLoopbackName, scopesWithin } from '@pristan/rules';
import { integrationField, integrationFieldNames } from '@pristan/wire';
import type { ConsentView } from './consent-page.tsx';
import type { Description } from '../pages/design/description.ts';
import { inlineDescriptionLimit } from '../pages/design/description.ts';
import type { Localized } from '../http/localized-text.ts';
import { logoUrl } from '../http/logo-url.ts';
import { unreviewedLines } from '../http/unreviewed-lines.ts';

/**
 * View of the consent page: the statement, to which its confirmation token is bound, with the integration's texts and
 * logo.
 */
export function consentView(facts: {
  readonly card: Localized<IntegrationCard>;
  readonly statement: StatementOf<'allow'>;
  readonly domain: string;
  readonly allow: ConsentView['allow'];
  readonly deny: ConsentView['deny'];
  readonly changeAccount: ConsentView['changeAccount'];
}): ConsentView {
  const { card } = facts;
  const stated = facts.statement.facts;
  const redirect = new URL(stated.redirectUri);
  return {
    app: {
      name: stated.integration,
      logoUrl: logoUrl(card.logoHash),
      language: card.language,
      texts: consentTexts(card),
      owner: stated.owner,
      description: descriptionOf(card),
      standing: stated.publication === 'external' ? 'private' : stated.publication,
    },
    unreviewed: unreviewedLines(card.publication),
    account: { name: stated.account, domain: facts.domain },
    codeHost: redirect.host,
    returnHost: stated.returnsTo,
    loopback: isLoopbackName(redirect.hostname),
    kind: card.kind,
    scopes: scopesWithin(card.kind, stated.scopes),
    access: stated.access,
    installed: !stated.installs,
    allow: facts.allow,
    deny: facts.deny,
    changeAccount: facts.changeAccount,
  };
}

/** The texts that the page shows as paragraphs, in the order of the table of fields. */
function consentTexts(card: Localized<IntegrationCard>): ConsentView['app']['texts'] {
  const shown = integrationFieldNames.map(integrationField).filter(({ onConsent }) => onConsent === true);
  return shown
    .map(({ property, form }) => ({
      text: String(card[property] ?? ''),
      language: form === 'texts' ? card.language : undefined,
    }))
    .filter(({ text }) => text !== '');
}

function descriptionOf(card: Localized<IntegrationCard>): Description | null {
  if (card.descriptionHtml === '') return null;
  return card.descriptionHtml.length <= inlineDescriptionLimit
    ? { html: card.descriptionHtml }
    : { url: `/integrations/${card.integrationId}/description` };
}
