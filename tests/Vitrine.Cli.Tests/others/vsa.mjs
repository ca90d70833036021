// vsa.mjs FILE KEY VERIFIER SUBJECT RESOURCE LEVEL: the steps of "How to verify" in SLSA's Verification Summary Attestation v1, over a
// plain DSSE envelope; written from that text, DSSE 1.0 and in-toto Statement v1 alone. KEY is a SubjectPublicKeyInfo in base64, SUBJECT is
// ALGORITHM:VALUE. Prints "accepted", or "refused STEP: why". Nothing but Node's own library.
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [file, key, verifier, subject, resource, level] = process.argv.slice(2);

const refuse = (step, why) => {
  console.log(`refused ${step}: ${why}`);
  process.exit(0);
};
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

// 1. The signature of the envelope, under a key that was known before.
const envelope = JSON.parse(readFileSync(file, 'utf8'));
const type = 'application/vnd.in-toto+json';
const payload = Buffer.from(envelope.payload, 'base64');
const pae = Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(envelope.payloadType)} ${envelope.payloadType} ${payload.length} `), payload]);
const signer = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
if (!envelope.signatures.some(({ sig }) => verify('sha256', pae, signer, Buffer.from(sig, 'base64')))) refuse(1, 'no signature of this key');
if (envelope.payloadType !== type) refuse(1, `a payload of type ${envelope.payloadType}`);
const statement = JSON.parse(payload.toString('utf8'));
if (statement._type !== 'https://in-toto.io/Statement/v1') refuse(1, 'no in-toto Statement v1');

// 2. The subject is the artifact in question.
const [algorithm, value] = subject.split(':');
if (!Array.isArray(statement.subject) || !statement.subject.some(({ digest }) => digest?.[algorithm] === value)) refuse(2, 'another subject');

// 3. The predicate is a summary of this major version.
if (statement.predicateType !== 'https://slsa.dev/verification_summary/v1') refuse(3, `a predicate of type ${statement.predicateType}`);

// 4. The verifier is who that key belongs to.
const predicate = statement.predicate;
if (!isObject(predicate?.verifier) || predicate.verifier.id !== verifier) refuse(4, `another verifier: ${predicate?.verifier?.id}`);

// 5. The resource is the expected one.
if (predicate.resourceUri !== resource) refuse(5, `another resource: ${predicate.resourceUri}`);

// 6. It passed.
if (predicate.verificationResult !== 'PASSED') refuse(6, `the result is ${predicate.verificationResult}`);

// 7. The levels hold the expected one; no track has two.
const levels = predicate.verifiedLevels;
if (!Array.isArray(levels) || !levels.includes(level)) refuse(7, `the levels are ${JSON.stringify(levels)}`);
const tracks = levels.map((one) => /^SLSA_([A-Z0-9]+)_LEVEL_/.exec(one)?.[1]).filter((track) => track !== undefined);
if (new Set(tracks).size !== tracks.length) refuse(7, 'two levels of one track');

// What else the text requires of a summary.
const uri = (text) => typeof text === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(text);
if (!uri(predicate.verifier.id)) refuse('form', 'verifier.id is no URI');
if (!uri(predicate.resourceUri)) refuse('form', 'resourceUri is no URI');
if (!isObject(predicate.policy) || !uri(predicate.policy.uri)) refuse('form', 'policy has no URI');
if (predicate.timeVerified !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(predicate.timeVerified)) refuse('form', 'timeVerified is no time of RFC 3339 in UTC');
if (predicate.inputAttestations !== undefined && !predicate.inputAttestations.every(({ digest }) => isObject(digest) && Object.keys(digest).length > 0)) refuse('form', 'an input attestation has no digest');
if (levels.some((one) => one.startsWith('SLSA_') && !/^SLSA_([A-Z0-9]+_LEVEL_(\d+|UNEVALUATED)|SOURCE_TWO_PARTY_REVIEWED|BUILD_REPRODUCED)$/.test(one))) refuse('form', 'a level of our own that begins with SLSA_');
console.log('accepted');
