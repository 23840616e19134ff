import { descriptionLengthMax } from '@pristan/rules';
import sanitizeHtml from 'sanitize-html';

/**
 * An integration's description with only what text needs: nothing that runs, loads or frames. Links open elsewhere and
 * tell the other side nothing about where they were.
 *
 * What is longer than a description may be is not worth reading: blanks of that length come back, which the rules refuse
 * for their length together with whatever else is wrong.
 */
export function sanitizeDescription(html: string): string {
  const { length } = [...html];
  if (length > descriptionLengthMax) return ' '.repeat(length);
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
