import { storeSecretUses, storeTokenUses, storeGrantUses, watchClones } from '@pristan/flows';
import { dayMs, minuteMs, secondMs } from '@pristan/rules';
import { workerNodes } from '@pristan/store';
import { z } from 'zod';
import { sendMail } from '../accounts/send-mail.ts';
import type { Transport } from '../accounts/send-mail.ts';
import { smtpTransport } from '../accounts/smtp.ts';
import type { World } from '../environment/open.ts';
import { fetchLogo } from '../registry/external-logo.ts';
import { moveDueAdoptions } from './adopt.ts';
import { startDispatcher } from './deliver.ts';
import { runPeriodically } from './periodic.ts';
import { startRunner } from './runner.ts';
import { sweep } from './sweep.ts';

/** Background work of this process. */
export interface Workers {
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 10 * secondMs;
const MISSED_MAX = 3;

const payload = z.object({ id: z.string() });

/**
 * Starts the background work: the job runner, the sender of hooks, the search for due mail, the sweep, the heartbeat.
 * Any number of nodes may do it at once.
 *
 * @param transport in place of the mail server of the settings
 */
export function startWorkers(world: World, transport: Transport | undefined = transportOf(world)): Workers {
  const nodeId = world.random.uuid();
  const nodes = workerNodes(world.db);
  const runner = startRunner(world, {
    // Without a mail server mail stays in the outbox; a local development server shows it.
    mail: async (job) => {
      if (transport !== undefined) await sendMail(world, transport, payload.parse(job).id);
    },
    logo: async (job) => fetchLogo(world, payload.parse(job).id),
  });
  const dispatcher = startDispatcher(world);
  let sweptDailyAt: number | undefined;
  let watchedClonesAt: number | undefined;
  const task = (name: string, run: () => Promise<unknown>) => ({ name, log: world.log, run });
  const periodic = [
    runPeriodically(
      HEARTBEAT_MS,
      task('heartbeat', async () => {
        const now = world.clock.now();
        const dead = await nodes.beat(
          { id: nodeId, workerIds: runner.workerIds() },
          now,
          now - MISSED_MAX * HEARTBEAT_MS,
        );
        if (dead > 0) world.log.warn({ dead }, 'unlocked the jobs of dead nodes');
      }),
    ),
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
      task('adoptions', () => moveDueAdoptions(world)),
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
    ...(transport === undefined
      ? []
      : [
          runPeriodically(
            20 * secondMs,
            task('due mail', () => world.store.mails.enqueueDue(world.clock.now())),
          ),
        ]),
  ];
  if (transport === undefined && !world.config.local) {
    world.log.warn('PRISTAN_SMTP_URL is not set: invitations and password resets stay in the outbox');
  }
  return {
    async stop() {
      await Promise.all(periodic.map((one) => one.stop()));
      for (const store of [storeGrantUses, storeSecretUses, storeTokenUses])
        await store(world).catch((error: unknown) => world.log.warn({ err: error }, 'the last uses were not stored'));
      const workerIds = runner.workerIds();
      await Promise.all([runner.stop(), dispatcher.stop()]);
      await nodes
        .leave({ id: nodeId, workerIds })
        .catch((error: unknown) => world.log.warn({ err: error }, 'the heartbeat could not be removed'));
    },
  };
}

function transportOf({ config }: World): Transport | undefined {
  const { smtpUrl, publicUrl } = config;
  return smtpUrl === undefined ? undefined : smtpTransport({ smtpUrl, publicUrl });
}
