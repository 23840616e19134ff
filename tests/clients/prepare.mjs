/**
 * Prepares the client tests: `node prepare.mjs FOLDER [HOST…]` installs the libraries if missing or stale, and writes a
 * certificate authority for this run (`ca.pem`) and a certificate for the hosts, by default *.amocrm.ru (`key.pem`,
 * `cert.pem`).
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installIfStale } from '../../tools/install.mjs';

const [folder, ...given] = process.argv.slice(2);
const hosts = given.length > 0 ? given : ['*.amocrm.ru', 'amocrm.ru'];
await installIfStale(import.meta.dirname, 'the client libraries that the tests try');
const { default: forge } = await import('node-forge');
const { pki } = forge;

const ca = keys();
const subject = [{ name: 'commonName', value: 'Pristan tests' }];
const authority = certificate(ca, subject, [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, critical: true },
]);
const server = keys();
const names = hosts.map((value) => ({ type: 2, value }));
const leaf = certificate(
  server,
  [{ name: 'commonName', value: hosts[0] }],
  [
    { name: 'basicConstraints', cA: false },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: names },
  ],
);
write('ca.pem', pki.certificateToPem(authority));
write('cert.pem', pki.certificateToPem(leaf));
write('key.pem', server.pem);

function keys() {
  // Node's key generation is much faster than the library's.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const key = pki.privateKeyFromPem(pem);
  return { pem, privateKey: key, publicKey: pki.setRsaPublicKey(key.n, key.e) };
}

function certificate({ publicKey }, owner, extensions) {
  const made = pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = `00${randomBytes(8).toString('hex')}`;
  made.validity.notBefore = new Date(Date.now() - 3_600_000);
  made.validity.notAfter = new Date(Date.now() + 86_400_000);
  made.setSubject(owner);
  made.setIssuer(subject);
  made.setExtensions(extensions);
  made.sign(ca.privateKey, forge.md.sha256.create());
  return made;
}

function write(name, text) {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
}
