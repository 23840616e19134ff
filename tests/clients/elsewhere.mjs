/** Tries to reach other hosts in the ways that a library can. Prints how each attempt was refused. */
import { request } from 'node:https';
import { connect } from 'node:net';

const failed = (error) => `${error.message} ${error.cause?.message ?? ''}`;
const tries = {
  name: fetch('https://example.com/').catch(failed),
  address: fetch('https://192.0.2.1/').catch(failed),
  otherPort: fetch('http://demo.amocrm.ru:80/').catch(failed),
  lookalike: fetch('https://demo.amocrm.ru.example.com/').catch(failed),
  https: new Promise((resolve) => resolve(request('https://example.com/'))).catch(failed),
  socket: new Promise((resolve) => resolve(connect(443, '192.0.2.1'))).catch(failed),
};
console.log(
  JSON.stringify(
    Object.fromEntries(
      await Promise.all(Object.entries(tries).map(async ([name, tried]) => [name, String(await tried)])),
    ),
  ),
);
