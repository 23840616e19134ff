/**
 * The platform's own JSON API (`/api/platform/…`): schemas of what is sent and answered, and the list of problems. Server
 * and console read the same ones; OpenAPI is made of them. Button and kit may not import it, because it needs zod.
 */
export * from './address-check.ts';
export * from './accounts.ts';
export * from './activity.ts';
export * from './configure.ts';
export * from './field-problems.ts';
export * from './first-token.ts';
export * from './hooks.ts';
export * from './install.ts';
export * from './moderation.ts';
export * from './notices.ts';
export * from './personal-tokens.ts';
export * from './problem-document.ts';
export { beforePlace, placeText } from './page.ts';
export type { ProblemLanguage } from './problem-entry.ts';
export * from './problems.ts';
export * from './registry.ts';
export { scopeNames } from '../scopes.ts';
export * from './widgets.ts';
export * from './texts.ts';
export * from './token.ts';
