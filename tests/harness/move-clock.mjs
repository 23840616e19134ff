/** `node move-clock.mjs PORT SECONDS` moves the clock of a server that was started with `movable-clock.mjs`. */
const [port, seconds] = process.argv.slice(2);
const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: seconds });
process.exitCode = answer.ok ? 0 : 1;
