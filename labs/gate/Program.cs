using System.Diagnostics;
using System.Security.Cryptography;
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
// peer has one of those lines to verify.
using var chain = new GateChain(before: 1000).Trust(quorum: "both").WithFacts().AddAll();
var checkpoint = chain.Checkpoint(witnesses: 2);
var bundle = chain.Bundle(checkpoint);
var (file, policy) = (chain.File, chain.Policy);
Decide(1);

string At(string name) => Path.Combine(folder, name);
var one = chain.Bundles(checkpoint).Single(line => Statement.Parse(line.Envelope.Payload.AsSpan()).PredicateType == ReleasePredicate.Type);
File.WriteAllBytes(At("one.sigstore.json"), one.ToJson());
File.WriteAllText(At("log.pem"), LogKeyPem(chain.Log.Verifier));
File.WriteAllText(At("signer.pem"), chain.Vendor.PublicKey.ToPem());
File.WriteAllBytes(At(chain.ArtifactName), chain.Artifact);
File.WriteAllBytes(At(chain.ArtifactName + BundleFile.Extension), bundle);
File.WriteAllText(At("policy"), chain.PolicyText);
string[] peerCommand = [node, At("peer.cjs"), At("one.sigstore.json"), At("log.pem"), one.LogId.ToHex(), chain.Log.Name, At("signer.pem")];

using var peer = new PeerProcess(peerCommand);
Bar.WriteHead("@sigstore/verify 4.1.3");
var kept = new Bar("a gate decision, five statements, two witnesses; one call", 1, 1.0, Decide, count => peer.Do("verify", count)).Keeps();
Console.WriteLine($"\nBundles: ours {bundle.Length} bytes in {BundleFile.Parse(bundle).Length} lines, the peer's {one.ToJson().Length} in one.");
Console.WriteLine($"Processes from start to end: vitrine-gate verify {Run(gate, "verify", At(chain.ArtifactName), "--policy", At("policy"), "--state", At("state")):0} ms, " +
    $"node with @sigstore/verify {Run(node, [.. peerCommand[1..], "once"]):0} ms (medians of 9; the first's verdict is of today's clock, its work the same).");
return kept ? 0 : 1;

void Decide(int count)
{
    for (var i = 0; i < count; i++)
    {
        if (!GateDecision.Decide(file, bundle, policy, GateState.Empty, GateChain.Noon).Accepted)
        {
            throw new InvalidOperationException("The gate refuses what it must accept.");
        }
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
