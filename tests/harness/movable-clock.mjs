/**
 * Loaded before the server (`node --import`), it makes the process's clock movable: a POST of seconds to
 * MOVABLE_CLOCK_PORT on loopback puts `Date.now()` forward. Timers keep the machine's time.
 */
import { createServer } from 'node:http';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const machine = Date.now;
  let aheadMs = 0;
  Date.now = () => machine() + aheadMs;
  const server = createServer((request, response) => {
    let seconds = '';
    request.on('data', (piece) => (seconds += piece));
    request.on('end', () => {
      aheadMs += Number(seconds) * 1000;
      response.end();
    });
  });
  server.listen(Number(process.env.MOVABLE_CLOCK_PORT), '127.0.0.1').unref();
}
