import { descriptionLengthMax, htmlProblem } from '@pristan/rules';
import sanitizeHtml from 'sanitize-html';

/**
 * Sanitizes the HTML description of an integration: removes everything that runs, loads or frames. Links open in a new
 * tab and send no referrer.
 *
 * A description over the length limit is not parsed: blanks of the same length are returned, which the rules refuse
 * together with everything else that is wrong.
 */
export function sanitizeDescription(html: string): string {
  const { length } = [...html];
  if (length > descriptionLengthMax) return ' '.repeat(length);
  // The API refuses malformed markup; if such a description arrives another way, its tags are shown as text.
  if (htmlProblem(html) !== undefined) return html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return sanitizeHtml(html, {
    allowedTags: [
      'p',
      'br',
      'b',
      'strong',
      'i',
      'em',
      'u',
      's',
      'ul',
      'ol',
      'li',
      'a',
      'h2',
      'h3',
      'h4',
      'blockquote',
      'code',
      'pre',
      'hr',
    ],
    allowedAttributes: { a: ['href', 'rel', 'target'] },
    allowedSchemes: ['https', 'http', 'mailto'],
    allowProtocolRelative: false,
    nestingLimit: 50,
    transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }) },
  });
}
