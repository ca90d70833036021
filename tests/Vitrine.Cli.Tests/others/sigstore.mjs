// sigstore.mjs MODULES POLICY BUNDLE: what npm's @sigstore/verify says of each line of a bundle, one line each: "accepted" or "refused CODE: why".
// MODULES is the folder that package-lock.json was installed into, POLICY a gate's policy: it names the log and the signers' keys.
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [modules, policyFile, bundleFile] = process.argv.slice(2);
const require = createRequire(modules + '/');
const { Verifier, toSignedEntity } = require('@sigstore/verify');
const { bundleFromJSON } = require('@sigstore/bundle');

const spki = (der) => createPublicKey({ key: der, format: 'der', type: 'spki' });
const policy = readFileSync(policyFile, 'utf8').split('\n').map((line) => line.split(/\s+/));

// The log's key as signed-note writes it: name+id+base64(type, key), of which type 1 is Ed25519.
const tlogs = policy.filter(([word]) => word === 'log').map(([, vkey]) => {
  const [, name, encoded] = /^(.+?)\+[0-9a-f]{8}\+(.+)$/.exec(vkey);
  const key = Buffer.from(encoded, 'base64');
  if (key[0] !== 1) throw new Error('not an Ed25519 log');
  return {
    logID: createHash('sha256').update(name + '\n').update(key).digest(),
    baseURL: 'https://' + name,
    publicKey: spki(Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)])),
    validFor: { start: new Date(0), end: new Date(8.64e15) },
  };
});

// The signers' keys by hint.
const signers = new Map(policy.filter(([word]) => ['vendor', 'laboratory', 'rebuilder', 'status'].includes(word)).map(([, key]) => {
  const der = Buffer.from(key, 'base64');
  return [createHash('sha256').update(der).digest('hex'), { publicKey: spki(der), validFor: () => true }];
}));

const verifier = new Verifier(
  {
    certificateAuthorities: [],
    timestampAuthorities: [],
    ctlogs: [],
    tlogs,
    publicKey: (hint) => signers.get(hint) ?? (() => { throw Object.assign(new Error('no such key'), { code: 'UNKNOWN_SIGNER' }); })(),
  },
  { tlogThreshold: 1, ctlogThreshold: 0, timestampThreshold: 0 },
);

for (const line of readFileSync(bundleFile, 'utf8').split('\n').filter((text) => text !== '')) {
  try {
    verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(line))));
    console.log('accepted');
  } catch (error) {
    if (error.code === undefined) throw error;
    console.log(`refused ${error.code}: ${error.message}`);
  }
}
