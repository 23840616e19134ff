/**
 * The texts that the platform exchanges with clients and servers: parameters, bodies, errors, messages. Parses and
 * formats them, without input or output and without dependencies. HMACs and signatures are computed by the importing
 * package.
 */
export { chooseCoding } from './accept-encoding.ts';
export type { ContentCoding } from './accept-encoding.ts';
export { formatCode, formatFamilyId, parseCode, parseRefreshToken, refreshTokenSigningInput } from './token/opaque.ts';
export type { CodeParts, RefreshTokenParts } from './token/opaque.ts';
export {
  readExplainForm,
  readExplainJson,
  readFreshCodeForm,
  readFreshCodeJson,
  readTokenForm,
  readTokenJson,
} from './token/request.ts';
export type {
  ExplainBody,
  ExplainFields,
  FreshCodeBody,
  TokenRequestBody,
  TokenRequestFields,
  TokenRequestMember,
} from './token/request.ts';
export { isCodeChallenge, isCodeVerifier } from './token/pkce.ts';
export { formatTokenError } from './token/errors.ts';
export type { Platform, TokenError, TokenErrorBody } from './token/errors.ts';
export type { AccessTokenClaims, TokenSuccessBody } from './token/success.ts';
export { formatPersonalToken, parsePersonalToken, tokenAbilities } from './token/personal.ts';
export type { PersonalTokenParts, TokenAbility } from './token/personal.ts';
export { oneTimeTokenAudience, oneTimeTokenSigningInput } from './token/one-time.ts';
export type { OneTimeTokenClaims } from './token/one-time.ts';
export { scopeNames } from './scopes.ts';
export type { ScopeName } from './scopes.ts';
export { integrationField, integrationFieldNames, integrationFields } from './registry/integration-fields.ts';
export type {
  IntegrationField,
  IntegrationFieldName,
  IntegrationFieldTable,
  IntegrationFieldValues,
  RequiredFieldName,
} from './registry/integration-fields.ts';
export { languages } from './generated/languages.ts';
export { defaultLanguage, isLanguage, knownLanguage, platformLanguage } from './languages.ts';
export type { Language } from './languages.ts';
export { isTextLanguage, textLanguages } from './text-languages.ts';
export type { TextLanguage } from './text-languages.ts';
export { readIntrospectionForm } from './token/introspection.ts';
export type { IntrospectionBody, IntrospectionFields, RfcErrorBody } from './token/introspection.ts';
export { formatExplanation } from './token/explanation.ts';
export type { ExplainedReason, ExplanationBody } from './token/explanation.ts';
export { originOf, readAuthorizeRequest } from './authorize/request.ts';
export type {
  AuthorizeRequest,
  AuthorizeRequestProblem,
  AuthorizeRequestReading,
  ReturnMode,
  ReturnPath,
} from './authorize/request.ts';
export { isExternalQuery, readExternalRequest } from './authorize/external.ts';
export type { ExternalMember, ExternalReading, ExternalRequest } from './authorize/external.ts';
export { formatSecretsBody, readPull } from './authorize/secrets.ts';
export type { KeyPull, SecretsBody } from './authorize/secrets.ts';
export { formatInstallUrl } from './authorize/install-hook.ts';
export { formatDenialRedirect, formatSuccessRedirect } from './authorize/redirect.ts';
export type { SuccessRedirect } from './authorize/redirect.ts';
export type { ButtonMessage, DeniedMessage, GrantedMessage } from './authorize/messages.ts';
export { formatProblem } from './problems.ts';
export type { ApiProblem, FieldProblem, ProblemBody } from './problems.ts';
export { accountExtras, formatAccount } from './access/account.ts';
export type { AccountExtra } from './access/account.ts';
export { formatInvited, formatSelf, formatUser } from './access/user.ts';
export { formatPage, readPage } from './access/page.ts';
export { formatWidget } from './access/widget.ts';
export type { WidgetAnswer } from './access/widget.ts';
export { readNewUsers } from './access/new-users.ts';
export type { NewUser } from './access/new-users.ts';
export { disconnectSigningInput, formatDisconnectUrl } from './hooks/disconnect.ts';
export type { DisconnectHook } from './hooks/disconnect.ts';
export { parseRetryAfter } from './hooks/retry-after.ts';
export { testHeader, testState } from './hooks/test-delivery.ts';
export { formatHookHeaders, hookSigningInput, rawQueryOf } from './hooks/standard-webhooks.ts';
export type { HookSignatures } from './hooks/standard-webhooks.ts';
export { readIdempotencyKey } from './idempotency-key.ts';
export type { IdempotencyKey, Repeatable } from './idempotency-key.ts';
export { normalizeEmail } from './email.ts';
export { isBlank, isLine, lineProblem, nameProblem, shownLine } from './one-line-text.ts';
export type { Line, LineProblem } from './one-line-text.ts';
export { isProse, proseProblem, shownProse } from './prose-text.ts';
export type { Prose, ProseProblem } from './prose-text.ts';
export { isUuid, readUuid } from './uuid.ts';
export { isNoticeKind, mailedNoticeKinds, noticeKinds, shownNoticeKinds } from './notices.ts';
export type {
  AdminsNotice,
  MailedNoticeKind,
  NoticeFactsOf,
  NoticeFactType,
  NoticeKind,
  ShownNoticeKind,
  UserNotice,
} from './notices.ts';
export { relativeTime } from './relative-time.ts';
export { wholeSpan } from './whole-span.ts';
export type { SpanUnit, WholeSpan } from './whole-span.ts';
export { endpoints } from './generated/endpoints.ts';
export type { EndpointId } from './generated/endpoints.ts';
export { methodOf, pathOf, platformPath } from './platform-path.ts';
export type { MethodOf, PathParams } from './platform-path.ts';
