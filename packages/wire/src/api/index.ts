/**
 * The platform's own JSON API (`/api/platform/…`): the contract of every endpoint, the schemas of requests and
 * answers, and the catalogue of problems. Server and console share them, and OpenAPI is generated from them. Separate from the package's main entry because it
 * needs zod.
 */
export * from './address-check.ts';
export type { Contract, SchemaOf } from './contract.ts';
export { contracts } from './contracts.ts';
export type { AnswerOf, BodyOf, Contracts, QueryOf } from './contracts.ts';
export { isBoundedRecord, recordOf } from './bounded.ts';
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
export { beforeCursor, formatCursor } from './page.ts';
export * from './problems.ts';
export * from './registry.ts';
export { scopeNames } from '../scopes.ts';
export * from './widgets.ts';
export * from './text-fields.ts';
export * from './texts.ts';
export * from './token.ts';
