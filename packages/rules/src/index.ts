/**
 * Pure decisions: from plain facts and `now` to an outcome and the list of changes to store. Synchronous, without
 * clock, randomness, input or output; nothing is thrown. Imports only `wire`.
 */
export type * from './change.ts';
export type * from './hooks/change.ts';
export type * from './install/configure-change.ts';
export type * from './authorize/external-change.ts';
export type { Decided, Refusal } from './decided.ts';
export { operator } from './access/actor.ts';
export { preconditions, preconditionsOf } from './preconditions-of.ts';
export type { LimitedCount, LockMode, InstallationState, IntegrationState, Precondition } from './precondition.ts';
export { dayMs, hourMs, minuteMs, secondMs } from './instant.ts';
export type { Instant } from './instant.ts';
export { grantStatus } from './access/grant-status.ts';
export type { GrantFacts, GrantStatus, Role } from './access/grant-status.ts';
export { decideExchange } from './token/decide-exchange.ts';
export type {
  CodeFacts,
  PresentedCode,
  ExchangeResult,
  ExchangeRefusal,
  ExchangeRequest,
} from './token/decide-exchange.ts';
export type { AddressDifference } from './token/address-difference.ts';
export type { ExchangeRefusalReason } from './token/exchange-refusal-reason.ts';
export { decideRefresh, isReused } from './token/decide-refresh.ts';
export type { FamilyFacts, RefreshResult, RefreshRefusal, RefreshRequest, ReuseFacts } from './token/decide-refresh.ts';
export { refuseClient } from './token/client.ts';
export { refusedExchange } from './token/refused-exchange.ts';
export type { ClientFacts, ClientRefusal, MissingParameter, RequestHost } from './token/client.ts';
export {
  decideMintLongLived,
  decideRevokeLongLived,
  longLivedStatus,
  longLivedTokensMax,
  tokenNameLengthMax,
} from './token/decide-long-lived.ts';
export type {
  LongLivedFacts,
  LongLivedStatus,
  MintedLongLivedToken,
  MintLongLivedResult,
  MintLongLivedFieldError,
  MintLongLivedFacts,
  RevokeLongLivedResult,
} from './token/decide-long-lived.ts';
export { decideOneTime } from './token/decide-one-time.ts';
export type { OneTimeTokenResult, OneTimeTokenFacts } from './token/decide-one-time.ts';
export { introspect } from './token/introspect.ts';
export type { Introspection, IntrospectionFacts } from './token/introspect.ts';
export { decideExplain, explainToken, explainBuckets } from './token/explain.ts';
export type {
  TokenEndReason,
  EndEvent,
  EndEvents,
  ExplainResult,
  Explanation,
  ResponsibleRole,
  RefreshTokenReuse,
  TokenToExplain,
  TokenUse,
} from './token/explain.ts';
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
  personalTokenStatus,
  seesAllTokens,
} from './token/decide-personal.ts';
export type {
  MintPersonalResult,
  PersonalTokenFacts,
  PersonalTokenStatus,
  PersonalTokenStatusFacts,
  PersonalTokenToRevoke,
  RevokePersonalResult,
} from './token/decide-personal.ts';
export type * from './held-personal-token.ts';
export type * from './token/personal-change.ts';
export { actions, permits } from './access/actions.ts';
export type { Action, Membership, OperationAccess } from './access/actions.ts';
export { dayOf, lastDays, usageRetentionMs, usageShownDays } from './install/usage.ts';
export type { DailyUsage } from './install/usage.ts';
export { decideCall } from './access/decide-call.ts';
export type { CallDecision, CallFacts, CallRequest, Caller } from './access/decide-call.ts';
export { allowances, costs, bucketLevelAt, takeUnits, unitsRefunded, unitsOf } from './access/rate-limit.ts';
export type { Allowance, Cost, CostName, BucketOwner, BucketLevel } from './access/rate-limit.ts';
export { accessGivenBy, methodRefusal, methodRule, methods } from './access/methods.ts';
export type { AccessCategory, Method, MethodRefusal, MethodRule, TokenMethod } from './access/methods.ts';
export { delegations, delegationStatus } from './access/delegation.ts';
export type { DelegationEnd, DelegationFacts, DelegationKind } from './access/delegation.ts';
export { scopes, scopesWithin } from './access/scopes.ts';
export type { ScopeRule } from './access/scopes.ts';
export { invitationEndReason } from './accounts/decide-invitation.ts';
export type { InvitationEndReason, PendingInvitation } from './accounts/decide-invitation.ts';
export { handoverEnd } from './authorize/decide-handover.ts';
export { decideAddUsers, usersPerRequestMax } from './accounts/decide-add-users.ts';
export type { AddUsers, ElementProblem } from './accounts/decide-add-users.ts';
export type * from './moderation/change.ts';
export { cloneOwnersNotifiedMax, decideCloneNotice } from './moderation/decide-clone-notice.ts';
export type { CloneGroupFacts, CloneNotice } from './moderation/decide-clone-notice.ts';
export { adoptedClonesMax, adoptionNoticeMs, decideStartAdoption, notAdopting } from './moderation/decide-adoption.ts';
export type { AdopterFacts, AskedAccount, StartAdoption } from './moderation/decide-adoption.ts';
export { decideRefuseAdoption } from './moderation/decide-refusal.ts';
export type { AskedAdoptionFacts, RefuseAdoption } from './moderation/decide-refusal.ts';
export { decideAdoptionMove } from './moderation/decide-move.ts';
export type { MovableGrant, AdoptionMoveResult, AdoptionMoveFacts, PendingClone } from './moderation/decide-move.ts';
export { unavailabilityReason } from './access/availability.ts';
export type { IntegrationAvailability, UnavailabilityReason } from './access/availability.ts';
export { accountChoice } from './access/account-choice.ts';
export type { AccountChoice, AccountFacts, NotChoosable } from './access/account-choice.ts';
export { decideDenial, decideReturn } from './authorize/decide-return.ts';
export type { ReturnToIntegrator } from './authorize/decide-return.ts';
export { decideConsent } from './authorize/decide-consent.ts';
export { firstEpoch } from './granting.ts';
export type { GrantingFacts, GrantRefusal } from './granting.ts';
export type { ConsentResult, ConsentFacts, ConsentRequest } from './authorize/decide-consent.ts';
export { decideWidgetInstall } from './install/decide-widget-install.ts';
export type { WidgetInstall, WidgetInstallFacts } from './install/decide-widget-install.ts';
export { decideFreshCode, freshCodeBuckets, freshCodesPerHourMax } from './authorize/decide-fresh-code.ts';
export type {
  AskingIntegration,
  FreshCodeResult,
  FreshCodeFacts,
  FreshCodeRequest,
} from './authorize/decide-fresh-code.ts';
export { decideFreshCodesSwitch, decideSettings } from './install/decide-configure.ts';
export type { ConfigureFacts, FreshCodesSwitch, SaveSettings } from './install/decide-configure.ts';
export { isWidgetManaged, settingFields, settingProblem, settingValueLengthMax } from './install/setting-fields.ts';
export type { SentValue, SettingError, SettingField, SettingsFacts } from './install/setting-fields.ts';
export { decideDisable, decideRevoke } from './install/decide-end.ts';
export type {
  EndRequester,
  DisableResult,
  GrantToRevoke,
  InstallationFacts,
  RevokeGrantResult,
} from './install/decide-end.ts';
export { addressProblem, isLoopbackName, originProblem } from './registry/addresses.ts';
export type { AddressProblem, AddressAudience } from './registry/addresses.ts';
export { htmlProblem } from './registry/html-limits.ts';
export { descriptionLengthMax, fieldErrors } from './registry/check-fields.ts';
export type { FieldError } from './registry/check-fields.ts';
export { blankFields } from './registry/field-values.ts';
export {
  decideCreate,
  decideDelete,
  decideEdit,
  decidePublish,
  decideSwitch,
  decideUnpublish,
} from './registry/decide-integration.ts';
export type {
  IntegrationDraft,
  IntegrationFacts,
  InvalidFields,
  Published,
  PublishFacts,
  RegistryActor,
} from './registry/decide-integration.ts';
export { differsFromPublication, frozenFactNames, frozenFacts, hostsOfLinks } from './frozen-facts.ts';
export type { FrozenDifference, FrozenFact, FrozenFacts, LiveWidget, Publication } from './frozen-facts.ts';
export { checkText, decideSaveText, decideRemoveText } from './registry/decide-text.ts';
export type * from './registry/text-change.ts';
export { isFolder } from './registry/archive-path.ts';
export { archiveProblems, widgetLimits } from './registry/check-archive.ts';
export type { ArchiveEntry } from './registry/check-archive.ts';
export { isSystemFile, archiveLayout, readablePaths } from './registry/archive-layout.ts';
export { decideLiveWidget, decideUpload, widgetVersionsMax } from './registry/decide-widget.ts';
export type { WidgetFacts } from './registry/decide-widget.ts';
export { isEmail, isSupportLink, locationForm, manifestPath, readWidget } from './registry/manifest.ts';
export type { ReadableWidget, WidgetReading } from './registry/manifest.ts';
export type { WidgetManifest } from './registry/widget-manifest.ts';
export { manifestMember, topMembers, widgetMembers } from './registry/manifest-members.ts';
export type { MemberName, LocatedMember } from './registry/manifest-members.ts';
export { settingTypes } from './widget-setting.ts';
export type { SettingType, WidgetSetting } from './widget-setting.ts';
export { isObject, isTextKey, isTruthyFlag, jsonMember, textAt } from './registry/manifest-shape.ts';
export type { JsonObject, TextFile } from './registry/manifest-shape.ts';
export { settingKeyForm, widgetSettingsMax } from './registry/manifest-settings.ts';
export { widgetTextLengthMax } from './registry/manifest-texts.ts';
export type { WidgetLanguage } from './registry/manifest-texts.ts';
export type * from './registry/widget-change.ts';
export type * from './registry/widget-contents.ts';
export { blockingFindings } from './registry/widget-finding.ts';
export type { FindingCode, WidgetFinding, WidgetReport } from './registry/widget-finding.ts';
export { isLogo, pictureBytesMax, pipelineLogo, tourPictureSize, widgetLogos } from './registry/widget-pictures.ts';
export type { PictureSize } from './registry/widget-pictures.ts';
export { wholeArchive } from './registry/widget-problem.ts';
export type { WidgetProblem, WidgetProblemCode } from './registry/widget-problem.ts';
export {
  decideReveal,
  decideRotateSecret,
  secretOverlapHours,
  secretOverlapHoursMax,
} from './registry/decide-secret.ts';
export type { Rotation } from './registry/decide-secret.ts';
export { isUserName, passwordLength, passwordProblem, userNameLengthMax, subdomainProblem } from './accounts/names.ts';
export { waitsUntil } from './access/bucket.ts';
export type { Bucket, BucketCount } from './access/bucket.ts';
export {
  invitationBuckets,
  invitationMailLimit,
  resetBuckets,
  resetMailBuckets,
  signInBuckets,
} from './accounts/throttle.ts';
export type { SignInBucket, SignInAttempt } from './accounts/throttle.ts';
export { resendBuckets, testBuckets } from './hooks/throttle.ts';
export { logoBuckets } from './registry/throttle.ts';
export { decideAddMember, decideMemberChange } from './accounts/decide-member.ts';
export type { MemberFacts } from './accounts/decide-member.ts';
export { decideChoosePassword, decideRequestReset } from './accounts/decide-reset.ts';
export type { ResetFacts } from './accounts/decide-reset.ts';
export {
  invalidInvitation,
  decideAccept,
  decideDecline,
  decideInvite,
  decideJoin,
  decideWithdraw,
  invitationLifetimeMs,
  invitationsPerAccountMax,
} from './accounts/decide-invitation.ts';
export type {
  InvalidInvitation,
  InvitationDraft,
  InvitationFacts,
  Invite,
  NewUserFields,
  StoredInvitation,
} from './accounts/decide-invitation.ts';
export { decideRename } from './accounts/decide-rename.ts';
export type { RenameFacts } from './accounts/decide-rename.ts';
export { decideAttempt } from './hooks/decide-attempt.ts';
export type { AttemptAnswer, AttemptFacts, AttemptOutcome } from './hooks/decide-attempt.ts';
export { isTestDelivery, testAccount } from './test-account.ts';
export {
  addressCheckBuckets,
  addressCheckLimits,
  addressesToCheck,
  addressFinding,
  plainAddress,
} from './registry/address-check.ts';
export type { AddressFinding, AddressToCheck, AddressUse } from './registry/address-check.ts';
export { decideTest, testableHooks } from './hooks/decide-test.ts';
export type { SendTestResult, TestableHook, TestHookFacts } from './hooks/decide-test.ts';
export { decideResend } from './hooks/decide-resend.ts';
export type { ResendResult, ResendFacts } from './hooks/decide-resend.ts';
export { causeStatus, hookCauses } from './hooks/causes.ts';
export type {
  CausedDelivery,
  CauseStatus,
  HookCauses,
  HookKind,
  OvertakenBy,
  PresentState,
  TestCause,
} from './hooks/causes.ts';
export { decideEnableReceiver } from './hooks/decide-enable-receiver.ts';
export type { EnableReceiver } from './hooks/decide-enable-receiver.ts';
export { disconnectHook } from './hooks/disconnect.ts';
export type { DisconnectReceiver } from './hooks/disconnect.ts';
export {
  attemptLeaseMs,
  deliveryRetentionMs,
  hookPolicies,
  nextAttemptAt,
  receiverMarkedAfterMs,
} from './hooks/policy.ts';
export type { HookPolicy } from './hooks/policy.ts';
export { hookSecret } from './hooks/hook-secret.ts';
export type { SecretUse } from './hooks/hook-secret.ts';
export { decideExternal } from './authorize/decide-external.ts';
export type { ExternalAnswer, ExternalConsent } from './authorize/decide-external.ts';
export { decideHandover, decidePull } from './authorize/decide-handover.ts';
export type { HandoverResult, HandoverFacts, HandoverFailure, PullAnswer } from './authorize/decide-handover.ts';
export { externalProblem, hostsDiffer } from './registry/check-external.ts';
export type { ExternalMetadata, ExternalProblem } from './registry/check-external.ts';
export type { Confirmation, NotConfirmed } from './confirmation.ts';
export { decideConfirmed, decideUnchanged, statementDifferences } from './confirmation.ts';
export type { Difference, Stated, StatedValue } from './statement.ts';
export type { ConfirmationPage, StatedFact, Statement, StatementOf } from './statements.ts';
export type { StatedIntegration } from './stated-integration.ts';
export type { FreshCodes } from './fresh-codes.ts';
export type { AllowStatement, ExternalStatement } from './authorize/statements.ts';
export { allowStatement, externalStatement } from './authorize/statements.ts';
export type {
  DisableStatement,
  InstallStatement,
  RevokeStatement,
  SettingsStatement,
  StatedAccount,
} from './install/statements.ts';
export { disableStatement, installStatement, revokeStatement, settingsStatement } from './install/statements.ts';
export type { RefuseAdoptionStatement } from './moderation/refuse-adoption-statement.ts';
export { refuseAdoptionStatement } from './moderation/refuse-adoption-statement.ts';
export type { InvitationStatement } from './accounts/invitation-statement.ts';
export { invitationStatement } from './accounts/invitation-statement.ts';
export { idempotencyAnswersMax, idempotencyRetentionMs } from './access/idempotency.ts';
export { adminsMailedMax, callsForNotice, isNoticeMailDue, noticeMailsPerHourMax, withNotices } from './notices.ts';
export { changedFields, changedTextMax } from './registry/changed-fields.ts';
export type { ChangedField, ChangedFieldName } from './registry/changed-field.ts';
export type { NoticeRecipient, NoticeRecipients, NoticeAudience, NoticeMailFacts } from './notices.ts';
export { mayReadIntegration } from './registry/may-read.ts';
export { isMailGivenUp, mailWaits } from './accounts/mail-attempts.ts';
export { isLogoGivenUp, logoWaits } from './registry/logo-attempts.ts';
