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

// What it accepts it must be able to refuse.
verify();
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
if (!once) {
  console.log('ready');
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const count = Number(line.split(' ')[1]);
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) {
      verify();
    }
    console.log(String(process.hrtime.bigint() - start));
  });
}
