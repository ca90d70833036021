using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What a statement is about: a name and one digest.</summary>
/// <param name="Name">A file's name, or <c>seal</c>, <c>log</c>, <c>ledger</c>.</param>
/// <param name="Algorithm"><see cref="Sha256"/> of bytes, or <see cref="VitrineRoot"/> of a tree.</param>
/// <param name="Digest">The value.</param>
public sealed record Subject(string Name, string Algorithm, Digest Digest)
{
    /// <summary>SHA-256 of a file's bytes.</summary>
    public const string Sha256 = "sha256";

    /// <summary>The root of a Merkle tree: a seal's, a log's or a ledger's.</summary>
    public const string VitrineRoot = "vitrineRoot";

    internal const string SealName = "seal";
    internal const string LogName = "log";
    internal const string LedgerName = "ledger";

    private static readonly string[] Algorithms = [Sha256, VitrineRoot];

    /// <summary>A shipped or rebuilt file.</summary>
    public static Subject File(string name, Digest sha256) => new(name, Sha256, sha256);

    /// <summary>A sealed source tree.</summary>
    public static Subject Seal(Digest root) => new(SealName, VitrineRoot, root);

    /// <summary>A public log at some size.</summary>
    public static Subject Log(Digest root) => new(LogName, VitrineRoot, root);

    /// <summary>A private ledger at some size.</summary>
    public static Subject Ledger(Digest root) => new(LedgerName, VitrineRoot, root);

    internal static Subject Read(JsonMembers subject)
    {
        var name = subject.Text("name");
        var set = subject.Object("digest");
        foreach (var algorithm in Algorithms)
        {
            if (set.Has(algorithm))
            {
                var read = new Subject(name, algorithm, set.Digest(algorithm));
                set.End();
                subject.End();
                return read;
            }
        }

        throw set.Fault("holds neither sha256 nor vitrineRoot");
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteStartObject("digest");
        writer.WriteString(Algorithm, Digest.ToHex());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
