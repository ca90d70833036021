// npm's @sigstore/verify on one bundle, in turns with ours.
//
//   node peer.cjs BUNDLE LOG-KEY.pem LOG-ID LOG-NAME SIGNER-KEY.pem [once]
//
// Each line read is an operation and how many of it are wanted; each line written is how many nanoseconds they took. Reading the bundle's
// JSON is part of a call, as it is of a decision of ours; the keys are loaded once, as our policy is.
'use strict';
const fs = require('node:fs');
const crypto = require('node:crypto');
const readline = require('node:readline');
const { bundleFromJSON } = require('@sigstore/bundle');
const { Verifier, toSignedEntity } = require('@sigstore/verify');

const [, , bundlePath, logKey, logId, logName, signerKey, once] = process.argv;
const text = fs.readFileSync(bundlePath, 'utf8');
const always = { start: new Date(0), end: new Date('9999-01-01T00:00:00Z') };
const signer = { publicKey: crypto.createPublicKey(fs.readFileSync(signerKey)), validFor: () => true };
const verifier = new Verifier(
  {
    certificateAuthorities: [],
    timestampAuthorities: [],
    ctlogs: [],
    tlogs: [{ logID: Buffer.from(logId, 'hex'), baseURL: `https://${logName}`, publicKey: crypto.createPublicKey(fs.readFileSync(logKey)), validFor: always }],
    publicKey: () => signer,
  },
  { ctlogThreshold: 0, timestampThreshold: 0, tlogThreshold: 1 },
);
const verify = () => verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(text))));

const first = process.hrtime.bigint();
verify();
const cold = process.hrtime.bigint() - first;

// What it accepts it must be able to refuse.
const changed = JSON.parse(text);
changed.dsseEnvelope.payload = Buffer.from('{}').toString('base64');
let refused = false;
try {
  verifier.verify(toSignedEntity(bundleFromJSON(changed)));
} catch {
  refused = true;
}
if (!refused) {
  throw new Error('@sigstore/verify accepts another payload');
}
// One signature of each kind, by the crypto module that the call itself uses.
const message = crypto.randomBytes(1500);
const p256 = crypto.generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const p256Signature = crypto.sign('sha256', message, p256.privateKey);
const noteText = crypto.randomBytes(80);
const ed25519 = crypto.generateKeyPairSync('ed25519');
const ed25519Signature = crypto.sign(null, noteText, ed25519.privateKey);
const must = (holds) => {
  if (!holds) {
    throw new Error('what must verify does not');
  }
};
const operations = {
  verify,
  p256: () => must(crypto.verify('sha256', message, p256.publicKey, p256Signature)),
  ed25519: () => must(crypto.verify(null, noteText, ed25519.publicKey, ed25519Signature)),
};

if (!once) {
  console.log('ready');
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const [operation, count] = line.split(' ');
    if (operation === 'first') {
      console.log(String(cold));
      return;
    }
    const start = process.hrtime.bigint();
    for (let i = 0; i < Number(count); i++) {
      operations[operation]();
    }
    console.log(String(process.hrtime.bigint() - start));
  });
}
