import type { AuthorizeChange } from '@pristan/rules';
import { fromHex } from '../hex.ts';
import type { Tx } from '../transaction.ts';
import type { Handlers } from './handlers.ts';

type Of<Kind extends AuthorizeChange['kind']> = Extract<AuthorizeChange, { kind: Kind }>;

export const authorizeHandlers: Handlers<AuthorizeChange['kind']> = {
  code_issued: issueCode,
};

async function issueCode(tx: Tx, { accountId, code }: Of<'code_issued'>): Promise<void> {
  await tx
    .insertInto('codes')
    .values({
      account_id: accountId,
      id: fromHex(code.codeId),
      grant_id: code.grantId,
      integration_id: code.integrationId,
      redirect_uri: code.redirectUri,
      code_challenge: code.codeChallenge ?? null,
      key_epoch: code.keyEpoch,
      issued_at: code.issuedAt,
      expires_at: code.expiresAt,
      copyable: code.sealedCode !== undefined && code.copyable !== false,
      sealed_code: code.sealedCode ?? null,
    })
    .execute();
}
