/**
 * Flows, the async layer around the rules: read facts, decide, commit. Its ports declare what it needs from outside;
 * nothing in it knows HTTP or SQL.
 */
export type * from './ports/account-reads.ts';
export type * from './ports/account-rows.ts';
export type * from './ports/activity-reads.ts';
export type * from './ports/configure-reads.ts';
export type * from './ports/deliveries.ts';
export type * from './ports/due-rows.ts';
export type * from './ports/handover-reads.ts';
export type * from './ports/token-history-reads.ts';
export type * from './ports/install-reads.ts';
export type * from './ports/minting-reads.ts';
export type * from './ports/moderation-reads.ts';
export type * from './ports/outbound.ts';
export type * from './ports/personal-token-reads.ts';
export type * from './ports/page.ts';
export type * from './ports/registry-reads.ts';
export { BusyError, UnavailableError } from './ports/store.ts';
export type { Store } from './ports/store.ts';
export type * from './ports/session-rows.ts';
export type * from './ports/text-reads.ts';
export type * from './ports/token-reads.ts';
export type * from './ports/usage-rows.ts';
export type * from './ports/widget-rows.ts';
export type * from './ports/environment.ts';
export { carryOut } from './carry-out.ts';
export { clientSecretLength } from './client-secret.ts';
export { fairQueue } from './fair-queue.ts';
export type { FairQueue, FairQueueLimits } from './fair-queue.ts';
export type { ThrottleEnvironment } from './limits.ts';
export type { Requester } from './requester.ts';
export { codeAssociatedData, mailLinkAssociatedData, secretAssociatedData, settingAssociatedData } from './sealed.ts';
export type { TokenEnvironment, TokenSettings } from './token/environment.ts';
export { accountUnknown, answerTokenRequest, grantType } from './token/grant-type.ts';
export type { GrantType, SharedTokenRefusal } from './token/grant-type.ts';
export { tokenGrantTypes } from './token/grant-types.ts';
export { listLongLivedTokens, mintLongLivedToken, revokeLongLivedToken } from './token/long-lived.ts';
export type { LongLivedView, LongLivedTokenEnvironment, LongLivedTokenQuestion } from './token/long-lived.ts';
export { listPersonalTokens, mintPersonalToken, revokePersonalToken } from './token/personal.ts';
export type { PersonalEnvironment, PersonalQuestion, PersonalTokenView } from './token/personal.ts';
export { mintOneTimeToken } from './token/one-time.ts';
export type { OneTimeEnvironment } from './token/one-time.ts';
export { introspectToken } from './token/introspect.ts';
export type { IntrospectEnvironment, IntrospectQuestion } from './token/introspect.ts';
export { explainToken } from './token/explain.ts';
export type { ExplainAnswer, ExplainTokenEnvironment, ExplainQuestion } from './token/explain.ts';
export { authenticateCall, readId } from './access/authenticate.ts';
export type { CallEnvironment, CallQuestion } from './access/authenticate.ts';
export { refusedCallers } from './access/refused-callers.ts';
export { bufferedGrantUses, storeGrantUses } from './install/grant-uses.ts';
export type { BufferedGrantUses } from './install/grant-uses.ts';
export { bufferedSecretUses, storeSecretUses } from './token/secret-uses.ts';
export type { BufferedSecretUses } from './token/secret-uses.ts';
export { bufferedTokenUses, storeTokenUses } from './token/token-uses.ts';
export type { BufferedTokenUses } from './token/token-uses.ts';
export { addUsers } from './accounts/add-users.ts';
export type { AddUsersAnswer } from './accounts/add-users.ts';
export { ownWidget } from './install/own-widget.ts';
export type { OwnWidget, OwnWidgetEnvironment } from './install/own-widget.ts';
export { findAccountByRefreshToken } from './token/find-account.ts';
export type { NotCarriedOut, SubmittedConfirmation, StoredAnswer } from './confirmation.ts';
export { storedAnswer } from './confirmation.ts';
export { giveConsent, consentStatement } from './authorize/consent.ts';
export type {
  ConsentAnswer,
  ConsentConfirmation,
  ConsentEnvironment,
  ConsentQuestion,
  GrantedConsent,
} from './authorize/consent.ts';
export { saveSettings, readSettings, switchFreshCodes } from './install/configure.ts';
export type { ConfigureEnvironment, ConfigureQuestion, SubmittedSettings } from './install/configure.ts';
export { askFreshCode, freshCodeClient } from './authorize/fresh-code.ts';
export type { FreshCodeEnvironment, FreshCodeQuestion } from './authorize/fresh-code.ts';
export { installWidget } from './install/widget.ts';
export type { WidgetInstallEnvironment, WidgetInstallQuestion } from './install/widget.ts';
export {
  acceptInvitation,
  declineInvitation,
  newInvitationLink,
  findInvitation,
  createInvitation,
  renewInvitation,
  joinByInvitation,
  withdrawInvitation,
} from './accounts/invitations.ts';
export type { InvitationEnvironment, InvitationLink, InviteAnswer, InviteQuestion } from './accounts/invitations.ts';
export { addMember, changeMember } from './accounts/members.ts';
export type { MemberEnvironment, MemberQuestion } from './accounts/members.ts';
export { renameAccount } from './accounts/rename.ts';
export { choosePassword, requestReset } from './accounts/reset-password.ts';
export type { ResetEnvironment } from './accounts/reset-password.ts';
export { signIn } from './accounts/sign-in.ts';
export type { SignIn, SignInEnvironment, SignInQuestion } from './accounts/sign-in.ts';
export { giveExternalConsent, externalConsentStatement } from './authorize/external.ts';
export type { ExternalEnvironment, ExternalQuestion } from './authorize/external.ts';
export { continueHandover, handoverProgress, pullSecrets, secretsHookBody } from './authorize/handover.ts';
export type { HandoverEnvironment, HandoverReference, HandoverStep, FetchedSecrets } from './authorize/handover.ts';
export { disableInstallation, revokeGrant } from './install/end.ts';
export { readDisableStatement, readRevokeStatement, readSettingsStatement } from './install/statements.ts';
export type { DisableQuestion, RevokeQuestion } from './install/end.ts';
export {
  createIntegration,
  deleteIntegration,
  editIntegration,
  publishIntegration,
  unpublishIntegration,
  revealSecret,
  rotateSecret,
  switchIntegration,
} from './registry/integrations.ts';
export type { IntegrationTarget, RegistryEnvironment } from './registry/integrations.ts';
export { countLogoUpload } from './registry/logos.ts';
export { saveText, removeText } from './registry/texts.ts';
export { chooseWidget, uploadWidget } from './registry/widgets.ts';
export type { WidgetEnvironment } from './registry/widgets.ts';
export { watchClones } from './moderation/watch-clones.ts';
export type { CloneWatchEnvironment } from './moderation/watch-clones.ts';
export { adoptionCard, refuseAdoption, startAdoption, readRefuseAdoptionStatement } from './moderation/adoption.ts';
export type { AdoptionCard, AdoptionEnvironment, RefuseQuestion } from './moderation/adoption.ts';
export { moveAdopted } from './moderation/move-adopted.ts';
export { resendDelivery } from './hooks/resend.ts';
export type { ResendEnvironment, ResendDeliveryResult } from './hooks/resend.ts';
export { checkAddresses } from './registry/check-addresses.ts';
export type { AddressCheck, AddressCheckEnvironment, CheckedAddress } from './registry/check-addresses.ts';
export { sendTestDelivery } from './hooks/send-test.ts';
export type { TestDeliveryEnvironment, TestDeliveryResult } from './hooks/send-test.ts';
export { enableReceiver } from './hooks/enable-receiver.ts';
export { readDelivery } from './hooks/read-delivery.ts';
export type { ShownDelivery } from './hooks/read-delivery.ts';
export { settleAttempt } from './hooks/settle-attempt.ts';
export type { FinishedDeliveryAttempt, SettleEnvironment } from './hooks/settle-attempt.ts';
export { runKeyedWrite } from './access/run-keyed-write.ts';
export type {
  KeyedRequest,
  KeyedWriteResult,
  KeyedWriteEnvironment,
  KeyedWriteAnswer,
} from './access/run-keyed-write.ts';
export type { KeyedWrite, KeyedWrites } from './ports/keyed-writes.ts';
