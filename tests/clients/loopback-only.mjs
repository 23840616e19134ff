/**
 * Preloaded into the process of an unmodified library, which believes that it talks to amoCRM: every name under
 * amocrm.ru is 127.0.0.1, port 443 is the TLS proxy's port, and nothing else can be reached.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const proxyPort = Number(process.env['PROXY_PORT']);
const isOurs = (name) => /^([a-z0-9-]+\.)?amocrm\.ru$/.test(String(name));
const refusal = (what) => new Error(`this test talks to loopback only, not to ${what}`);

dns.lookup = (name, options, callback) => {
  const [settings, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  if (!isOurs(name)) return process.nextTick(done, refusal(name));
  const all = typeof settings === 'object' && settings?.all === true;
  return process.nextTick(done, null, all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);
};
dns.promises.lookup = async (name) => {
  if (!isOurs(name)) throw refusal(name);
  return { address: '127.0.0.1', family: 4 };
};

const connect = Reflect.get(net.Socket.prototype, 'connect');
net.Socket.prototype.connect = function connectToProxy(...given) {
  // Node passes its own normalised arguments as one array; others pass options.
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  const isCall = typeof options === 'object' && options !== null && !options.path;
  if (!isCall || !isOurs(options.host) || Number(options.port) !== 443)
    throw refusal(`${options?.host}:${options?.port}`);
  options.port = proxyPort;
  delete options.lookup;
  return connect.apply(this, given);
};
dgram.createSocket = () => {
  throw refusal('UDP');
};
syncBuiltinESMExports();
