import type { HookSenders } from './compose.ts';
import { disconnectSender } from './compose.ts';
import { installSender } from './install-sender.ts';
import { secretsSender } from './secrets-sender.ts';

/** Senders of every kind of hook. @see docs/spec/dialect.md#deliveries */
export const hookSenders: HookSenders = {
  disconnect: disconnectSender,
  install: installSender,
  secrets: secretsSender,
};
