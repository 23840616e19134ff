import type { ContractParts } from './contract.ts';
import { noticeChoice, noticeChoiceParams, noticeChoices, noticeList, noticeParams } from './notices.ts';

/** Contracts of the signed-in person’s notices. */
export const noticeContracts = {
  list_notices: {
    method: 'GET',
    path: '/notices',
    access: 'session',
    tag: 'accounts',
    summary: 'List your notices',
    description: 'Your own notices, and those of the accounts you administer.',
    answer: noticeList,
    problems: [],
  },
  dismiss_notice: {
    method: 'DELETE',
    path: '/notices/:notice_id',
    access: 'session',
    tag: 'accounts',
    summary: 'Dismiss a notice',
    description:
      'An account’s notice is dismissed for all its admins. Does nothing for somebody else’s notice, or when it is already dismissed.',
    repeatable: 'naturally',
    params: noticeParams,
    status: 204,
    problems: [],
  },
  list_notice_choices: {
    method: 'GET',
    path: '/me/notices',
    access: 'session',
    tag: 'accounts',
    summary: 'List which notices are mailed',
    description: 'The choice applies to all your accounts. By default every kind comes by mail.',
    answer: noticeChoices,
    problems: [],
  },
  choose_notice_letters: {
    method: 'PUT',
    path: '/me/notices/:kind',
    access: 'session',
    tag: 'accounts',
    summary: 'Choose whether notices of a kind come by mail',
    description: 'Also applies to mails that have not been sent yet. The notices themselves stay.',
    repeatable: 'naturally',
    params: noticeChoiceParams,
    body: noticeChoice,
    answer: noticeChoice,
    problems: [],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
