import { storeSecretUses, storeTokenUses, storeGrantUses, watchClones } from '@pristan/flows';
import { dayMs, minuteMs } from '@pristan/rules';
import type { Transport } from '../accounts/send-mail.ts';
import { smtpTransport } from '../accounts/smtp.ts';
import type { World } from '../environment/open.ts';
import { moveWork } from './adopt.ts';
import { deliveryWork } from './deliver.ts';
import { startDueWork } from './due-work.ts';
import { logoWork } from './logos.ts';
import { mailWork } from './mail.ts';
import { runPeriodically } from './periodic.ts';
import { sweep } from './sweep.ts';

/** Background work of this process. */
export interface Workers {
  stop(): Promise<void>;
}

/**
 * Starts the background work: due hooks, mails, logos and adoptions, and what runs periodically. Any number of nodes may
 * do it at once.
 *
 * @param transport in place of the mail server of the settings
 */
export function startWorkers(world: World, transport: Transport | undefined = transportOf(world)): Workers {
  const dueWork = startDueWork(world, (own, begin) => {
    begin(deliveryWork(own));
    begin(logoWork(own));
    begin(moveWork(own));
    // Without a mail server mail stays in the outbox; a local development server shows it.
    if (transport !== undefined) begin(mailWork(own, transport));
  });
  let sweptDailyAt: number | undefined;
  let watchedClonesAt: number | undefined;
  const task = (name: string, run: () => Promise<unknown>) => ({ name, log: world.log, run });
  const periodic = [
    runPeriodically(
      5 * minuteMs,
      task('sweep', async () => {
        await sweep(world, 'often');
        const now = world.clock.now();
        if (sweptDailyAt !== undefined && now - sweptDailyAt < dayMs) return;
        sweptDailyAt = now;
        await sweep(world, 'daily');
      }),
    ),
    runPeriodically(
      minuteMs,
      task('use of grants', () => storeGrantUses(world)),
    ),
    runPeriodically(
      minuteMs,
      task('use of secrets', () => storeSecretUses(world)),
    ),
    runPeriodically(
      minuteMs,
      task('use of tokens', () => storeTokenUses(world)),
    ),
    runPeriodically(
      5 * minuteMs,
      task('clone watch', async () => {
        const now = world.clock.now();
        // Another node's clock may be behind. A node that has just started checks all groups.
        const grownSince = watchedClonesAt === undefined ? 0 : watchedClonesAt - 10 * minuteMs;
        await watchClones(world, { threshold: world.config.cloneThreshold, grownSince });
        watchedClonesAt = now;
      }),
    ),
  ];
  if (transport === undefined && !world.config.local) {
    world.log.warn('PRISTAN_SMTP_URL is not set: invitations and password resets stay in the outbox');
  }
  return {
    async stop() {
      await Promise.all(periodic.map((one) => one.stop()));
      for (const store of [storeGrantUses, storeSecretUses, storeTokenUses])
        await store(world).catch((error: unknown) => world.log.warn({ err: error }, 'the last uses were not stored'));
      await dueWork.stop();
    },
  };
}

function transportOf({ config }: World): Transport | undefined {
  const { smtpUrl, publicUrl } = config;
  return smtpUrl === undefined ? undefined : smtpTransport({ smtpUrl, publicUrl });
}
