// What a reader written from docs/formats/bundle.md and docs/formats/statements.md alone says of each line of a bundle,
// one line each: "accepted PREDICATE-TYPE" or "refused WHY". Go's own library, and golang.org/x/mod/sumdb for notes and proofs.
//
//	bundle POLICY BUNDLE
//
// POLICY is a gate's policy: it names the log and the signers' keys.
package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type line struct {
	MediaType    string `json:"mediaType"`
	DsseEnvelope struct {
		Payload     []byte `json:"payload"`
		PayloadType string `json:"payloadType"`
		Signatures  []struct {
			KeyID string `json:"keyid"`
			Sig   []byte `json:"sig"`
		} `json:"signatures"`
	} `json:"dsseEnvelope"`
	VerificationMaterial struct {
		PublicKey struct {
			Hint string `json:"hint"`
		} `json:"publicKey"`
		TlogEntries []entry `json:"tlogEntries"`
	} `json:"verificationMaterial"`
}

type entry struct {
	CanonicalizedBody []byte `json:"canonicalizedBody"`
	IntegratedTime    string `json:"integratedTime"`
	LogIndex          string `json:"logIndex"`
	LogID             struct {
		KeyID []byte `json:"keyId"`
	} `json:"logId"`
	KindVersion struct {
		Kind    string `json:"kind"`
		Version string `json:"version"`
	} `json:"kindVersion"`
	InclusionProof struct {
		LogIndex   string   `json:"logIndex"`
		TreeSize   string   `json:"treeSize"`
		RootHash   []byte   `json:"rootHash"`
		Hashes     [][]byte `json:"hashes"`
		Checkpoint struct {
			Envelope string `json:"envelope"`
		} `json:"checkpoint"`
	} `json:"inclusionProof"`
}

type policy struct {
	vkey    string
	log     note.Verifier
	signers map[string][]byte // SubjectPublicKeyInfo by key id
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: bundle POLICY BUNDLE")
	}
	p := readPolicy(os.Args[1])
	data, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	for _, text := range bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n")) {
		said, err := verify(p, text)
		if err != nil {
			fmt.Println("refused", err)
		} else {
			fmt.Println("accepted", said)
		}
	}
}

func readPolicy(path string) policy {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	p := policy{signers: map[string][]byte{}}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		switch words := strings.Fields(lines.Text()); {
		case len(words) < 2:
		case words[0] == "log":
			p.vkey = words[1]
			if p.log, err = note.NewVerifier(words[1]); err != nil {
				log.Fatal(err)
			}
		case strings.Contains(" vendor laboratory rebuilder status ", " "+words[0]+" "):
			key, err := base64.StdEncoding.DecodeString(words[1])
			if err != nil {
				log.Fatal(err)
			}
			id := sha256.Sum256(key)
			p.signers[hex.EncodeToString(id[:])] = key
		}
	}
	return p
}

func verify(p policy, text []byte) (string, error) {
	var l line
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&l); err != nil {
		return "", fmt.Errorf("line: %v", err)
	}
	if l.MediaType != "application/vnd.dev.sigstore.bundle.v0.3+json" || len(l.DsseEnvelope.Signatures) != 1 || len(l.VerificationMaterial.TlogEntries) != 1 {
		return "", errors.New("line: not a bundle of one signature and one log entry")
	}
	e, signature := l.VerificationMaterial.TlogEntries[0], l.DsseEnvelope.Signatures[0]
	if signature.KeyID != l.VerificationMaterial.PublicKey.Hint {
		return "", errors.New("signer: two key ids")
	}
	key, known := p.signers[signature.KeyID]
	if !known {
		return "", errors.New("signer: not one of the policy's")
	}

	// The checkpoint first: it is the log's word.
	size, root, err := openCheckpoint(p, e)
	if err != nil {
		return "", err
	}

	pae := fmt.Sprintf("DSSEv1 %d %s %d %s", len(l.DsseEnvelope.PayloadType), l.DsseEnvelope.PayloadType, len(l.DsseEnvelope.Payload), l.DsseEnvelope.Payload)
	digest := sha256.Sum256([]byte(pae))
	if err := checkSignature(key, digest[:], signature.Sig); err != nil {
		return "", err
	}

	// The entry is what envelope and key give, byte for byte.
	b64 := base64.StdEncoding.EncodeToString
	body := `{"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"` + b64(digest[:]) +
		`"},"signature":{"content":"` + b64(signature.Sig) + `","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256","publicKey":{"rawBytes":"` + b64(key) + `"}}}}}}`
	if body != string(e.CanonicalizedBody) || e.KindVersion.Kind != "hashedrekord" || e.KindVersion.Version != "0.0.2" || e.IntegratedTime != "0" {
		return "", errors.New("entry: not this envelope's")
	}
	if err := checkInclusion(e, size, root); err != nil {
		return "", err
	}
	return readStatement(l.DsseEnvelope.PayloadType, l.DsseEnvelope.Payload)
}

// openCheckpoint gives size and root of the signed checkpoint, which the proof repeats.
func openCheckpoint(p policy, e entry) (int64, tlog.Hash, error) {
	opened, err := note.Open([]byte(e.InclusionProof.Checkpoint.Envelope), note.VerifierList(p.log))
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != p.log.Name() {
		return 0, tlog.Hash{}, errors.New("checkpoint: not of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("checkpoint: %v", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("checkpoint: %v", err)
	}
	parts := strings.SplitN(p.vkey, "+", 3)
	key, _ := base64.StdEncoding.DecodeString(parts[2])
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if !bytes.Equal(e.LogID.KeyID, id[:]) || e.InclusionProof.TreeSize != lines[1] || !bytes.Equal(e.InclusionProof.RootHash, root[:]) {
		return 0, tlog.Hash{}, errors.New("tree: another log, size or root than the checkpoint's")
	}
	return size, root, nil
}

func checkSignature(spki, digest, signature []byte) error {
	parsed, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return fmt.Errorf("signer: %v", err)
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P256() {
		return errors.New("signer: no P-256 key")
	}
	if !ecdsa.VerifyASN1(key, digest, signature) {
		return errors.New("signature: does not verify")
	}
	return nil
}

func checkInclusion(e entry, size int64, root tlog.Hash) error {
	index, err := strconv.ParseInt(e.LogIndex, 10, 64)
	if err != nil || e.InclusionProof.LogIndex != e.LogIndex {
		return errors.New("proof: two indexes, or none")
	}
	var proof tlog.RecordProof
	for _, bytes := range e.InclusionProof.Hashes {
		var hash tlog.Hash
		if copy(hash[:], bytes) != len(hash) || len(bytes) != len(hash) {
			return errors.New("proof: a hash is not 32 bytes")
		}
		proof = append(proof, hash)
	}
	if err := tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(e.CanonicalizedBody)); err != nil {
		return fmt.Errorf("proof: %v", err)
	}
	return nil
}

// readStatement reads the statement from the bytes that were verified.
func readStatement(payloadType string, payload []byte) (string, error) {
	var statement struct {
		Type    string `json:"_type"`
		Subject []struct {
			Name   string            `json:"name"`
			Digest map[string]string `json:"digest"`
		} `json:"subject"`
		PredicateType string          `json:"predicateType"`
		Predicate     json.RawMessage `json:"predicate"`
	}
	if payloadType != "application/vnd.in-toto+json" {
		return "", errors.New("statement: another payload type")
	}
	if err := json.Unmarshal(payload, &statement); err != nil {
		return "", fmt.Errorf("statement: %v", err)
	}
	if statement.Type != "https://in-toto.io/Statement/v1" || len(statement.Subject) == 0 {
		return "", errors.New("statement: no in-toto Statement v1")
	}
	return statement.PredicateType, nil
}
