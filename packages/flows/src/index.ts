/**
 * The async shell: read facts, decide, commit. Ports say what it needs of the world; nothing here knows HTTP or SQL.
 */
export type * from './ports/account-reads.ts';
export type * from './ports/account-rows.ts';
export type * from './ports/activity-reads.ts';
export type * from './ports/configure-reads.ts';
export type * from './ports/deliveries.ts';
export type * from './ports/handover-reads.ts';
export type * from './ports/evidence-reads.ts';
export type * from './ports/install-reads.ts';
export type * from './ports/minting-reads.ts';
export type * from './ports/moderation-reads.ts';
export type * from './ports/outbound.ts';
export type * from './ports/personal-token-reads.ts';
export type * from './ports/page.ts';
export type * from './ports/registry-reads.ts';
export { Fault } from './ports/store.ts';
export type { Store } from './ports/store.ts';
export type * from './ports/session-rows.ts';
export type * from './ports/text-reads.ts';
export type * from './ports/token-reads.ts';
export type * from './ports/use-rows.ts';
export type * from './ports/widget-rows.ts';
export type * from './ports/world.ts';
export { carryOut } from './carry-out.ts';
export { fairRoom } from './fair-room.ts';
export type { FairRoom, RoomLimits } from './fair-room.ts';
export { secretPlace } from './token/client.ts';
export type { TokenEnvironment, TokenSettings } from './token/environment.ts';
export { exchangeCode } from './token/exchange-code.ts';
export type { TokenAnswer, TokenQuestion } from './token/exchange-code.ts';
export { refreshTokens } from './token/refresh-tokens.ts';
export { listLongLivedTokens, mintLongLivedToken, revokeLongLivedToken } from './token/long-lived.ts';
export type { LongLivedView, MintEnvironment, MintQuestion } from './token/long-lived.ts';
export { listPersonalTokens, mintPersonalToken, revokePersonalToken } from './token/personal.ts';
export type { PersonalEnvironment, PersonalQuestion, PersonalTokenView } from './token/personal.ts';
export { mintOneTimeToken } from './token/one-time.ts';
export type { OneTimeEnvironment } from './token/one-time.ts';
export { introspectToken } from './token/introspect.ts';
export type { IntrospectEnvironment, IntrospectQuestion } from './token/introspect.ts';
export { explainToken } from './token/explain.ts';
export type { ExplainAnswer, ExplainEnvironment, ExplainQuestion } from './token/explain.ts';
export { authenticateCall, readId } from './access/authenticate.ts';
export type { CallEnvironment, CallQuestion } from './access/authenticate.ts';
export { refusedCallers } from './access/limits.ts';
export { gatheredUses, storeUses } from './access/uses.ts';
export type { GatheredUses } from './access/uses.ts';
export { gatheredSecretUses, storeSecretUses } from './token/secret-uses.ts';
export type { GatheredSecretUses } from './token/secret-uses.ts';
export { gatheredTokenUses, storeTokenUses } from './access/token-uses.ts';
export type { GatheredTokenUses } from './access/token-uses.ts';
export { addUsers } from './access/add-users.ts';
export type { AddUsersAnswer } from './access/add-users.ts';
export { ownWidget } from './access/own-widget.ts';
export type { OwnWidget, OwnWidgetEnvironment } from './access/own-widget.ts';
export { findAccountByRefreshToken } from './access/find-account.ts';
export type { AskedBefore, PressedToken, StoredAnswer } from './confirmation.ts';
export { storedAnswer } from './confirmation.ts';
export { codePlace, giveConsent, stateConsent } from './install/consent.ts';
export type { ConsentAnswer, ConsentPress, ConsentQuestion, Granted, InstallEnvironment } from './install/consent.ts';
export { keepSettings, readSettings, settingPlace, switchFreshCodes } from './install/configure.ts';
export type { ConfigureEnvironment, ConfigureQuestion, SentSettings } from './install/configure.ts';
export { askFreshCode, freshCodeClient } from './install/fresh-code.ts';
export type { FreshCodeEnvironment, FreshCodeQuestion } from './install/fresh-code.ts';
export { installWidget } from './install/widget.ts';
export type { WidgetInstallEnvironment, WidgetInstallQuestion } from './install/widget.ts';
export type { ThrottleEnvironment } from './accounts/throttle.ts';
export {
  acceptInvitation,
  declineInvitation,
  drawLink,
  findInvitation,
  invitePerson,
  joinByInvitation,
  mailSecretPlace,
  withdrawInvitation,
} from './accounts/invitations.ts';
export type { InvitationEnvironment, InvitationLink, InviteQuestion } from './accounts/invitations.ts';
export { changeMember } from './accounts/members.ts';
export type { MemberEnvironment, MemberQuestion } from './accounts/members.ts';
export { renameAccount } from './accounts/rename.ts';
export { choosePassword, requestReset } from './accounts/reset-password.ts';
export type { ResetEnvironment } from './accounts/reset-password.ts';
export { signIn } from './accounts/sign-in.ts';
export type { SignIn, SignInEnvironment, SignInQuestion } from './accounts/sign-in.ts';
export { giveExternalConsent, stateExternal } from './install/external.ts';
export type { ExternalEnvironment, ExternalQuestion } from './install/external.ts';
export { continueHandover, handoverProgress, pullSecrets, secretsHookBody } from './install/handover.ts';
export type { HandoverEnvironment, HandoverReference, HandoverStep, Pulled } from './install/handover.ts';
export { disableInstallation, revokeGrant } from './install/end.ts';
export { stateDisable, stateFreshCodes, stateRevoke, stateSettings } from './install/statements.ts';
export type { Asker, DisableQuestion, RevokeQuestion } from './install/end.ts';
export {
  clientSecretLength,
  createIntegration,
  deleteIntegration,
  editIntegration,
  publishIntegration,
  revealSecret,
  rotateSecret,
  switchIntegration,
} from './registry/integrations.ts';
export type { About, RegistryEnvironment } from './registry/integrations.ts';
export { countLogoUpload } from './registry/logos.ts';
export { keepText, removeText } from './registry/texts.ts';
export { chooseWidget, uploadWidget } from './registry/widgets.ts';
export type { WidgetEnvironment } from './registry/widgets.ts';
export { watchClones } from './moderation/watch-clones.ts';
export type { CloneWatchEnvironment } from './moderation/watch-clones.ts';
export { adoptionCard, refuseAdoption, startAdoption, stateKeep } from './moderation/adoption.ts';
export type { AdoptionCard, AdoptionEnvironment, RefuseQuestion } from './moderation/adoption.ts';
export { moveAdopted } from './moderation/move-adopted.ts';
export { resendDelivery } from './hooks/resend.ts';
export type { ResendEnvironment, Resent } from './hooks/resend.ts';
export { checkAddresses } from './registry/check-addresses.ts';
export type { AddressCheck, AddressCheckEnvironment, CheckedAddress } from './registry/check-addresses.ts';
export { sendTestDelivery } from './hooks/send-test.ts';
export type { TestEnvironment, TestSent } from './hooks/send-test.ts';
export { settleAttempt } from './hooks/settle.ts';
export type { Attempted, SettleEnvironment } from './hooks/settle.ts';
export { answerOnce } from './access/answer-once.ts';
export type { KeyedRequest, Once, OnceEnvironment, WrittenAnswer } from './access/answer-once.ts';
export type { KeyedWrite, KeyedWrites } from './ports/keyed-writes.ts';
