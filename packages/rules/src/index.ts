/**
 * Pure decisions: from plain facts and `now` to an outcome and the list of changes to store. Synchronous, no clock, no
 * chance, no input or output, nothing thrown. Imports only `wire`.
 */
export type * from './change.ts';
export type * from './hooks/change.ts';
export type * from './install/configure-change.ts';
export type * from './install/external-change.ts';
export type { Decided, Refusal } from './decided.ts';
export { operator } from './actor.ts';
export { preconditions, preconditionsOf } from './preconditions-of.ts';
export type { Counted, Hold, InstallationState, IntegrationState, Precondition } from './precondition.ts';
export { dayMs, hourMs, minuteMs, secondMs } from './instant.ts';
export type { Instant } from './instant.ts';
export { standingOf } from './access/standing.ts';
export type { GrantFacts, GrantStanding, Role } from './access/standing.ts';
export { decideExchange } from './token/decide-exchange.ts';
export type { CodeFacts, Exchange, ExchangeRefusal, ExchangeRequest } from './token/decide-exchange.ts';
export type { AddressDifference } from './token/address-difference.ts';
export type { ExchangeFault } from './token/exchange-fault.ts';
export { decideRefresh } from './token/decide-refresh.ts';
export type { FamilyFacts, Refresh, RefreshRefusal, RefreshRequest } from './token/decide-refresh.ts';
export type { ClientFacts, ClientRefusal, MissingParameter, RequestHost } from './token/client.ts';
export {
  decideMint,
  decideRevokeToken,
  longLivedStanding,
  longLivedTokensMax,
  tokenNameLengthMax,
} from './token/decide-long-lived.ts';
export type {
  LongLivedFacts,
  LongLivedStanding,
  Minted,
  Minting,
  MintingError,
  MintingFacts,
  RevokeToken,
} from './token/decide-long-lived.ts';
export { decideOneTime } from './token/decide-one-time.ts';
export type { OneTime, OneTimeFacts } from './token/decide-one-time.ts';
export { introspect } from './token/introspect.ts';
export type { Introspection, IntrospectionFacts } from './token/introspect.ts';
export { decideExplain, explain, explainBuckets } from './token/explain.ts';
export type { DeadReason, Deed, Ends, Explained, Explanation, Part, Reuse, Subject, Use } from './token/explain.ts';
export {
  accessTokenLifetimeSeconds,
  codeLifetimeMs,
  familiesPerGrantMax,
  oneTimeTokenLifetimeSeconds,
  refreshIdleLifetimeMs,
} from './lifetimes.ts';
export {
  decideMintPersonal,
  decideRevokePersonal,
  personalTokenDays,
  personalTokenStanding,
  seesEverybodys,
} from './token/decide-personal.ts';
export type {
  PersonalMinting,
  PersonalTokenFacts,
  PersonalTokenStanding,
  PersonalTokenStandingFacts,
  PersonalTokenToRevoke,
  RevokePersonal,
} from './token/decide-personal.ts';
export type * from './token/personal-change.ts';
export { actions, permits } from './access/actions.ts';
export type { Action, Membership } from './access/actions.ts';
export { dayOf, lastDays, usageKeptMs, usageShownDays } from './access/usage.ts';
export type { DayOfUse } from './access/usage.ts';
export { decideCall } from './access/decide-call.ts';
export type { Call, CallFacts, CallRequest, Caller } from './access/decide-call.ts';
export { operationRule } from './access/operations.ts';
export type { Access, AccessOf, OperationId, OperationRule } from './access/operations.ts';
export { givenBy, methodRefusal, methodRule, methods } from './access/methods.ts';
export type { Given, Method, MethodRefusal, MethodRule, TokenMethod } from './access/methods.ts';
export { delegations, delegationStatus } from './access/delegation.ts';
export type { DelegationEnd, DelegationFacts, DelegationKind } from './access/delegation.ts';
export { scopes, scopesWithin } from './access/scopes.ts';
export type { ScopeRule } from './access/scopes.ts';
export { invitationEndTold } from './accounts/decide-invitation.ts';
export type { InvitationEndTold, PendingInvitation } from './accounts/decide-invitation.ts';
export { handoverEnd } from './install/decide-handover.ts';
export { decideAddUsers, usersPerRequestMax } from './accounts/decide-add-users.ts';
export type { AddUsers, ElementProblem } from './accounts/decide-add-users.ts';
export type * from './moderation/change.ts';
export { decideCloneNotice } from './moderation/decide-clone-notice.ts';
export type { CloneGroupFacts, CloneNotice } from './moderation/decide-clone-notice.ts';
export { adoptionNoticeMs, decideStartAdoption, notAdopting } from './moderation/decide-adoption.ts';
export type { AdopterFacts, StartAdoption } from './moderation/decide-adoption.ts';
export { decideRefuseAdoption } from './moderation/decide-refusal.ts';
export type { AskedFacts, RefuseAdoption } from './moderation/decide-refusal.ts';
export { decideMove } from './moderation/decide-move.ts';
export type { MovableGrant, Move, MoveFacts, PendingClone } from './moderation/decide-move.ts';
export { outOfReach } from './access/reach.ts';
export type { IntegrationReach, OutOfReach } from './access/reach.ts';
export { accountChoice } from './access/account-choice.ts';
export type { AccountChoice, AccountFacts, NotChoosable } from './access/account-choice.ts';
export { decideDenial, decideReturn } from './authorize/decide-return.ts';
export type { Return } from './authorize/decide-return.ts';
export { decideConsent } from './install/decide-consent.ts';
export { firstEpoch } from './granting.ts';
export type { GrantingFacts, NotGranted } from './granting.ts';
export type { Consent, ConsentFacts, ConsentRequest } from './install/decide-consent.ts';
export { decideWidgetInstall } from './install/decide-widget-install.ts';
export type { WidgetInstall, WidgetInstallFacts } from './install/decide-widget-install.ts';
export { decideFreshCode, freshCodeBuckets, freshCodesPerHourMax } from './install/decide-fresh-code.ts';
export type { AskingIntegration, FreshCode, FreshCodeFacts, FreshCodeRequest } from './install/decide-fresh-code.ts';
export { decideFreshCodesSwitch, decideSettings } from './install/decide-configure.ts';
export type { ConfigureFacts, FreshCodesSwitch, KeepSettings } from './install/decide-configure.ts';
export { settingFields, settingProblem, settingValueLengthMax } from './install/setting-fields.ts';
export type { SentValue, SettingError, SettingField, SettingsFacts } from './install/setting-fields.ts';
export { decideDisable, decideRevoke } from './install/decide-end.ts';
export type { By, Disable, GrantToRevoke, InstallationFacts, Revoke } from './install/decide-end.ts';
export { addressProblem, isLoopbackName, originProblem } from './registry/addresses.ts';
export type { AddressProblem, AddressReach } from './registry/addresses.ts';
export { descriptionLengthMax, fieldErrors } from './registry/check-fields.ts';
export type { FieldError } from './registry/check-fields.ts';
export { decideCreate, decideDelete, decideEdit, decidePublish, decideSwitch } from './registry/decide-integration.ts';
export type {
  IntegrationDraft,
  IntegrationFacts,
  Invalid,
  Published,
  PublishFacts,
  RegistryActor,
} from './registry/decide-integration.ts';
export { differsFromPublication, frozenFactNames, frozenFacts, linkHosts } from './frozen-facts.ts';
export type { FrozenDifference, FrozenFact, FrozenFacts, LiveWidget, Publication } from './frozen-facts.ts';
export { checkText, decideKeepText, decideRemoveText } from './registry/decide-text.ts';
export type * from './registry/text-change.ts';
export { archiveProblems, isFolder, widgetLimits } from './registry/check-archive.ts';
export type { ArchiveEntry } from './registry/check-archive.ts';
export { decideLiveWidget, decideUpload, widgetVersionsMax } from './registry/decide-widget.ts';
export type { WidgetFacts } from './registry/decide-widget.ts';
export { manifestPath, readWidget } from './registry/manifest.ts';
export type { WidgetContents, WidgetManifest, WidgetReading } from './registry/manifest.ts';
export type { SettingType, WidgetSetting } from './widget-setting.ts';
export type { TextFile } from './registry/manifest-shape.ts';
export type * from './registry/widget-change.ts';
export { logoFileBytesMax, widgetLogos } from './registry/widget-pictures.ts';
export type { PictureFile } from './registry/widget-pictures.ts';
export { wholeArchive } from './registry/widget-problem.ts';
export type { WidgetProblem, WidgetProblemCode } from './registry/widget-problem.ts';
export {
  decideReveal,
  decideRotateSecret,
  secretOverlapHours,
  secretOverlapHoursMax,
} from './registry/decide-secret.ts';
export type { Rotation } from './registry/decide-secret.ts';
export { isPersonName, normalizeEmail, passwordLength, passwordProblem, subdomainProblem } from './accounts/names.ts';
export { waitsUntil } from './bucket.ts';
export type { Bucket, BucketCount } from './bucket.ts';
export { invitationBuckets, resetBuckets, signInBuckets } from './accounts/throttle.ts';
export type { SignInBucket, SignInTry } from './accounts/throttle.ts';
export { resendBuckets, testBuckets } from './hooks/throttle.ts';
export { logoBuckets } from './registry/throttle.ts';
export { decideMemberChange } from './accounts/decide-member.ts';
export type { MemberFacts } from './accounts/decide-member.ts';
export {
  deadInvitation,
  decideAccept,
  decideDecline,
  decideInvite,
  decideJoin,
  decideWithdraw,
  invitationLifetimeMs,
  invitationsPerAccountMax,
} from './accounts/decide-invitation.ts';
export type {
  DeadInvitation,
  InvitationDraft,
  InvitationFacts,
  Invite,
  NewPerson,
  StoredInvitation,
} from './accounts/decide-invitation.ts';
export { decideRename } from './accounts/decide-rename.ts';
export type { RenameFacts } from './accounts/decide-rename.ts';
export { decideAttempt } from './hooks/decide-attempt.ts';
export type { AttemptAnswer, AttemptFacts, AttemptOutcome } from './hooks/decide-attempt.ts';
export { isTest, testAccount } from './test-account.ts';
export {
  addressCheckBuckets,
  addressCheckLimits,
  addressesToCheck,
  findingOf,
  plainAddress,
} from './registry/address-check.ts';
export type { AddressFinding, AddressToCheck, AddressUse } from './registry/address-check.ts';
export { decideTest, testableHooks } from './hooks/decide-test.ts';
export type { SendTest, TestableHook, TestFacts } from './hooks/decide-test.ts';
export { decideResend } from './hooks/decide-resend.ts';
export type { Resend, ResendFacts } from './hooks/decide-resend.ts';
export { disconnectHook } from './hooks/disconnect.ts';
export type { DisconnectReceiver } from './hooks/disconnect.ts';
export { attemptLeaseMs, deliveriesKeptMs, hookPolicies, nextTryAt, receiverMarkedAfterMs } from './hooks/policy.ts';
export type { HookPolicy } from './hooks/policy.ts';
export { hookSecret } from './hooks/hook-secret.ts';
export type { SecretUse } from './hooks/hook-secret.ts';
export { decideExternal } from './install/decide-external.ts';
export type { ExternalAnswer, ExternalConsent } from './install/decide-external.ts';
export { decideHandover, decidePull } from './install/decide-handover.ts';
export type { Handover, HandoverFacts, HandoverTrouble, PullAnswer } from './install/decide-handover.ts';
export { externalProblem, hostsDiffer } from './registry/check-external.ts';
export type { ExternalMetadata, ExternalProblem } from './registry/check-external.ts';
export type { Confirmation, NotConfirmed } from './confirmation.ts';
export { decideConfirmed, decideUnchanged, differences } from './confirmation.ts';
export type { Difference, Stated, StatedValue } from './statement.ts';
export type { PageThatAsks, StatedFact, Statement, StatementOf } from './statements.ts';
export type {
  AllowStatement,
  DisableStatement,
  ExternalStatement,
  FreshCodesStatement,
  InstallStatement,
  RevokeStatement,
  SettingsStatement,
  StatedIntegration,
  StatedPlace,
} from './install/statements.ts';
export {
  allowStatement,
  disableStatement,
  externalStatement,
  freshCodesStatement,
  installStatement,
  revokeStatement,
  settingsStatement,
} from './install/statements.ts';
export type { KeepStatement } from './moderation/keep-statement.ts';
export { keepStatement } from './moderation/keep-statement.ts';
export type { InvitationStatement } from './accounts/invitation-statement.ts';
export { invitationStatement } from './accounts/invitation-statement.ts';
export { idempotencyAnswersMax, idempotencyKeptMs } from './access/idempotency.ts';
export type { Repeatable } from './access/idempotency.ts';
