import type { IntegrationCard } from '@pristan/flows';
import type { StatementOf } from '@pristan/rules';
import { isLoopbackName, scopesWithin } from '@pristan/rules';
import type { ConsentView, Description } from '../../pages/authorize/consent-page.tsx';
import { inlineDescriptionLimit } from '../../pages/authorize/consent-page.tsx';
import type { InReadersWords } from '../../registry/readers-words.ts';
import { logoUrl } from '../registry/logo-url.ts';
import { unreviewedLines } from '../registry/unreviewed-lines.ts';

/** All that the consent page says: from its statement, which its press is bound to, and texts and logo beside it. */
export function consentView(facts: {
  readonly card: InReadersWords<IntegrationCard>;
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
      summary: card.summary === '' ? null : card.summary,
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

function descriptionOf(card: InReadersWords<IntegrationCard>): Description | null {
  if (card.descriptionHtml === '') return null;
  return card.descriptionHtml.length <= inlineDescriptionLimit
    ? { html: card.descriptionHtml }
    : { url: `/integrations/${card.integrationId}/description` };
}
