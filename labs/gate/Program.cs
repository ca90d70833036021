using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Lab;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

// usage: gate NODE FOLDER GATE   FOLDER holds peer.cjs and its node_modules; GATE is the vitrine-gate executable.
if (args is not [var node, var folder, var gate])
{
    Console.Error.WriteLine("usage: gate NODE FOLDER GATE");
    return 2;
}

// The least that the gate accepts with every rule in force: certificate (a review and its summary), rebuild, release, status; cosigned by two. The
// peer has one of those lines to verify, and of its checkpoint the log's signature.
using var chain = new GateChain(before: 1000).Trust(quorum: "both").WithFacts().AddAll();
var bundle = chain.Bundle(chain.Checkpoint(witnesses: 2));
var (file, policy) = (chain.File, chain.Policy);
var start = Stopwatch.GetTimestamp();
Decide(1);
var cold = Stopwatch.GetElapsedTime(start);

string At(string name) => Path.Combine(folder, name);
var one = chain.Bundles().Single(line => line.Entry.Key.Equals(chain.StatusSigner.PublicKey));
var line = BundleFile.Encode([one]);
var bare = Policy.Parse(Encoding.UTF8.GetBytes(chain.PolicyText.Replace("quorum       both", "quorum       none", StringComparison.Ordinal)));
File.WriteAllBytes(At("one.sigstore.json"), one.ToJson());
File.WriteAllText(At("log.pem"), LogKeyPem(chain.Log.Verifier));
File.WriteAllText(At("signer.pem"), chain.StatusSigner.PublicKey.ToPem());
File.WriteAllBytes(At(chain.ArtifactName), chain.Artifact);
File.WriteAllBytes(At(chain.ArtifactName + BundleFile.Extension), bundle);
File.WriteAllText(At("policy"), chain.PolicyText);
string[] peerCommand = [node, At("peer.cjs"), At("one.sigstore.json"), At("log.pem"), one.LogId.ToHex(), chain.Log.Name, At("signer.pem")];

// One signature of each kind, over as many bytes as the peer's own.
var message = RandomNumberGenerator.GetBytes(1500);
var signed = chain.Vendor.Sign(message);
var text = chain.Checkpoint().Checkpoint.Encode();
var noted = chain.Log.Sign(text);

using var peer = new PeerProcess(peerCommand);
Bar.WriteHead("@sigstore/verify 4.1.3");
var decision = new Bar("a gate decision: five statements, a checkpoint signed by log and two witnesses; one call", 1, 1.0, Decide, count => peer.Do("verify", count));
var kept = decision.Keeps();
kept &= new Bar("one line taken in (`update`): a statement, its inclusion, a checkpoint signed by the log; one call on the same line", 1, 1.0, Update, count => peer.Do("verify", count)).Keeps();
var p256 = new Bar("an ECDSA P-256 signature, libcrypto through .NET; through Node", 10, null, P256, count => peer.Do("p256", count));
p256.Keeps();
var ed25519 = new Bar("an Ed25519 signature, as ours verifies it; through Node", 10, null, Noted, count => peer.Do("ed25519", count));
ed25519.Keeps();
Console.WriteLine($"\nThe decision's signatures alone, 5 P-256 and 3 Ed25519: {((5 * p256.OurTime) + (3 * ed25519.OurTime)) / 1000:0} µs of its {decision.OurTime / 1000:0} µs, " +
    $"{((5 * p256.OurTime) + (3 * ed25519.OurTime)) / decision.PeersTime:0.00} of the peer's call, which verifies one of each.");
Console.WriteLine($"The first in a process: our decision {cold.TotalMilliseconds:0} ms, the peer's call {peer.Do("first", 1).TotalMilliseconds:0} ms.");
Console.WriteLine($"Bundles: ours {bundle.Length} bytes in {BundleFile.Parse(bundle).Length} lines, the peer's {one.ToJson().Length} in one.");
Console.WriteLine($"Processes from start to end: vitrine-gate verify {Run(gate, "verify", At(chain.ArtifactName), "--policy", At("policy"), "--state", At("state")):0} ms, " +
    $"node with @sigstore/verify {Run(node, [.. peerCommand[1..], "once"]):0} ms (medians of 9; the first's verdict is of today's clock, its work the same).");
return kept ? 0 : 1;

void Decide(int count)
{
    for (var i = 0; i < count; i++)
    {
        Require(GateDecision.Decide(file, bundle, policy, GateState.Empty, GateChain.Noon).Accepted);
    }
}

void Update(int count)
{
    for (var i = 0; i < count; i++)
    {
        Require(GateDecision.Update(line, bare, GateState.Empty, GateChain.Noon).Accepted);
    }
}

void P256(int count)
{
    for (var i = 0; i < count; i++)
    {
        Require(chain.Vendor.PublicKey.Verifies(message, signed));
    }
}

void Noted(int count)
{
    for (var i = 0; i < count; i++)
    {
        Require(chain.Log.Verifier.Verify(text, noted.Bytes.AsSpan(), out _));
    }
}

static void Require(bool holds)
{
    if (!holds)
    {
        throw new InvalidOperationException("What must be accepted is refused.");
    }
}

static double Run(string program, params string[] arguments) => Bar.Median(Enumerable.Range(0, 9).Select(_ =>
{
    var start = Stopwatch.GetTimestamp();
    using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}).ToList());

// RFC 8410: SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING { 32 bytes } }.
static string LogKeyPem(NoteVerifier log) =>
    PemEncoding.WriteString("PUBLIC KEY", [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, .. log.PublicKey]) + "\n";
