import type { IntegrationCard } from '@pristan/flows';
import type { AccountChoice } from '@pristan/rules';
import { isLoopbackName, scopesWithin } from '@pristan/rules';
import type { AuthorizeRequest } from '@pristan/wire';
import type { ConsentView, Description } from '../../pages/authorize/consent-page.tsx';
import { inlineDescriptionLimit } from '../../pages/authorize/consent-page.tsx';
import { decideReturn } from '@pristan/rules';
import type { InReadersWords } from '../../registry/readers-words.ts';
import { logoUrl } from '../registry/logo-url.ts';

/** All that the consent page says, from what is stored. */
export function consentView(facts: {
  readonly card: InReadersWords<IntegrationCard>;
  readonly authorize: AuthorizeRequest;
  readonly choice: Extract<AccountChoice, { choosable: true }>;
  readonly domain: string;
  readonly allow: ConsentView['allow'];
  readonly deny: ConsentView['deny'];
  readonly changeAccount: ConsentView['changeAccount'];
}): ConsentView {
  const { card, choice } = facts;
  const redirect = new URL(card.redirectUri);
  return {
    app: {
      name: card.name,
      logoUrl: logoUrl(card.logoHash),
      language: card.language,
      summary: card.summary === '' ? null : card.summary,
      owner: card.owner.name,
      description: descriptionOf(card),
      standing: card.kind === 'public' ? (card.published ? 'published' : 'unmoderated') : 'private',
    },
    account: { name: choice.name, domain: facts.domain },
    codeHost: redirect.host,
    returnHost: returnHost(facts, redirect),
    loopback: isLoopbackName(redirect.hostname),
    kind: card.kind,
    scopes: scopesWithin(card.kind, card.scopes),
    access: choice.consent.fullAccess ? 'full' : 'own',
    installed: !choice.consent.installs,
    allow: facts.allow,
    deny: facts.deny,
    changeAccount: facts.changeAccount,
  };
}

/** In popup mode the person stays on the page with the button, when that page may receive the message. */
function returnHost(
  facts: { card: InReadersWords<IntegrationCard>; authorize: AuthorizeRequest },
  redirect: URL,
): string {
  const back = decideReturn(facts.authorize, facts.card, facts.card.redirectUri);
  return back.kind === 'message' ? new URL(back.targetOrigin).host : redirect.host;
}

function descriptionOf(card: InReadersWords<IntegrationCard>): Description | null {
  if (card.descriptionHtml === '') return null;
  return card.descriptionHtml.length <= inlineDescriptionLimit
    ? { html: card.descriptionHtml }
    : { url: `/integrations/${card.integrationId}/description` };
}
