import type { ProblemEntry } from './problem-entry.ts';

/** Problems of a request to send a hook again. */
export const deliveryProblems = {
  delivery_pending: {
    status: 409,
    en: {
      title: 'Already being sent',
      detail: 'The delivery is not finished yet. Send the hook again after that.',
    },
    ru: { title: 'Уже отправляется', detail: 'Доставка ещё не завершена. Отправьте вебхук снова после этого.' },
  },
  delivery_never_resent: {
    status: 409,
    en: {
      title: 'This hook is never sent twice',
      detail: 'The code in an install hook works once. Ask for a fresh code instead.',
    },
    ru: {
      title: 'Этот вебхук не отправляют дважды',
      detail: 'Код в вебхуке установки работает один раз. Запросите вместо этого новый код.',
    },
  },
  delivery_overtaken: {
    status: 409,
    en: {
      title: 'The delivery is out of date',
      detail: 'The state it reports has changed since. `overtaken_by` has the reason.',
    },
    ru: {
      title: 'Доставка устарела',
      detail: 'Состояние, о котором она сообщает, с тех пор изменилось. Причина указана в `overtaken_by`.',
    },
  },
} as const satisfies Record<string, ProblemEntry>;
