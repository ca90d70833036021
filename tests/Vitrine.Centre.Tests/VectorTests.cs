using System.Security.Cryptography;
using System.Text.Json;

namespace Vitrine.Centre.Tests;

/// <summary>vectors/ledger: what a reader in any language must open, with keys that are published and so of no other use.</summary>
public sealed class VectorTests
{
    private static readonly Envelope Vector = JsonSerializer.Deserialize<Envelope>(File.ReadAllBytes(Path.Combine(Repository(), "vectors", "ledger", "envelope.json")), ActJson.Options)!;

    [Fact]
    public void Open_TheVector_GivesItsPlaintextToTheLaboratoryAndToBothDisputeParties()
    {
        using var laboratory = Key(Vector.LaboratoryKey);
        using var host = Key(Vector.HostKey);
        using var authority = Key(Vector.AuthorityKey);
        using var asLaboratory = SessionKey.Open(Vector.Session, Vector.Key, laboratory);
        using var together = SessionKey.Open(Vector.Session, Vector.Key, host, authority);

        Assert.Equal(Vector.Plaintext, asLaboratory.Open<JsonElement>(Vector.Kind, Vector.Part).GetRawText());
        Assert.Equal(Vector.Plaintext, together.Open<JsonElement>(Vector.Kind, Vector.Part).GetRawText());
        Assert.True(Vector.Key.AreWhole);
    }

    [Fact]
    public void Unwrap_TheVectorsPersonalData_GivesIt()
    {
        using var box = new SecretBox(Vector.PersonKey);

        Assert.Equal("""{"name":"ines"}""", System.Text.Encoding.UTF8.GetString(box.Unwrap(Vector.Personal, "person/p-0123456789ab")));
    }

    private static OpeningKey Key(byte[] pkcs8) => OpeningKey.FromPem(PemEncoding.WriteString("PRIVATE KEY", pkcs8));

    internal static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Vitrine.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private sealed record Envelope(
        string Note,
        string Session,
        string Kind,
        byte[] LaboratoryKey,
        byte[] HostKey,
        byte[] AuthorityKey,
        SessionKeyWraps Key,
        SealedPart Part,
        string Plaintext,
        byte[] PersonKey,
        byte[] Personal);
}
