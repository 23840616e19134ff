import { expect, test, vi } from 'vitest';
import { aReceiver } from '../../harness/receiver.ts';
import {
  connectAndDisable,
  onlyDelivery,
  integrationWithDisconnectUri,
  openHooksFixture,
  waitForAttempts,
} from './fixture.ts';

test('a delivery and its attempts are read as of one moment, even while an attempt ends', async () => {
  const there = await aReceiver(500);
  const stand = await openHooksFixture();
  const { pool } = stand.platform.world;
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  const { deliveryId } = await waitForAttempts(stand, keys, 1);
  await stand.dispatcher.stop();

  const ending = await pool.connect();
  try {
    await ending.query('begin; lock table delivery_attempts in access exclusive mode');
    const reading = onlyDelivery(stand, keys);
    const waits = `select from pg_locks where relation = 'delivery_attempts'::regclass and not granted`;
    await vi.waitFor(async () => expect((await pool.query(waits)).rowCount).toBe(1));
    await ending.query(`update deliveries set state = 'delivered', finished_at = 1 where id = $1`, [deliveryId]);
    await ending.query(`update delivery_attempts set status = 200, failure = null where delivery_id = $1`, [
      deliveryId,
    ]);
    await ending.query('commit');
    expect(await reading).toMatchObject({ state: 'delivered', attempts: [{ number: 1, status: 200 }] });
  } finally {
    ending.release();
    await stand.close();
    await there.close();
  }
});
