import type { ContractParts } from './contract.ts';
import { accountList, me, meEdit, sessionList, sessionParams } from './accounts.ts';

/** Contracts of the signed-in person’s profile, accounts and sessions. */
export const meContracts = {
  who_am_i: {
    method: 'GET',
    path: '/me',
    tag: 'accounts',
    summary: 'Show the signed-in person',
    answer: me,
    problems: [],
  },
  choose_language: {
    method: 'PATCH',
    path: '/me',
    tag: 'accounts',
    summary: 'Choose your language',
    description: 'Applies to your profile, and to this browser when you are signed out.',
    repeatable: 'naturally',
    body: meEdit,
    answer: me,
    problems: [],
  },
  list_accounts: {
    method: 'GET',
    path: '/accounts',
    tag: 'accounts',
    summary: 'List your accounts',
    answer: accountList,
    problems: [],
  },
  list_sessions: {
    method: 'GET',
    path: '/sessions',
    tag: 'accounts',
    summary: 'List your sessions',
    answer: sessionList,
    problems: [],
  },
  end_session: {
    method: 'DELETE',
    path: '/sessions/:session_id',
    tag: 'accounts',
    summary: 'End a session',
    description: 'Does nothing when the session has already ended. You can end the current session too.',
    repeatable: 'naturally',
    params: sessionParams,
    status: 204,
    problems: [],
  },
  end_other_sessions: {
    method: 'DELETE',
    path: '/sessions',
    tag: 'accounts',
    summary: 'End all other sessions',
    repeatable: 'naturally',
    status: 204,
    problems: [],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
