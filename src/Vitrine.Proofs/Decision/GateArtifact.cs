namespace Vitrine.Proofs;

/// <summary>The file that is to be installed, as the gate saw it: its name and what is in it.</summary>
/// <param name="Name">The file's name without folders.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
public sealed record GateArtifact(string Name, Digest Digest);
