using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Room.Tests;

/// <summary>vectors/ledger/session.json: a small ledger whole, with the keys that open its session. VITRINE_MAKE_VECTORS=1 makes it anew.</summary>
public sealed class LedgerVectorTests
{
    private static readonly JsonSerializerOptions Spelling = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Vector_EntriesGiveTheSignedRoot_AndTheKeysOpenTheSession()
    {
        if (Environment.GetEnvironmentVariable("VITRINE_MAKE_VECTORS") == "1")
        {
            await File.WriteAllTextAsync(PathOf(), JsonSerializer.Serialize(await MakeAsync(), Spelling) + "\n", new UTF8Encoding(false));
        }

        var vector = JsonSerializer.Deserialize<Vector>(await File.ReadAllBytesAsync(PathOf()), Spelling)!;
        var entries = vector.Entries.Select(Encoding.UTF8.GetBytes).ToList();
        var tree = new MerkleTree();
        entries.ForEach(entry => tree.Append(entry));
        var checkpoint = VerifiedCheckpoint.Open(Encoding.UTF8.GetBytes(vector.Checkpoint), NoteVerifier.Parse(vector.LedgerKey));
        Assert.Equal((checkpoint.Size, checkpoint.Root), (tree.Size, tree.Root()));

        var opened = vector.Entries.Select(entry => JsonDocument.Parse(entry).RootElement).Single(act => act.GetProperty("kind").GetString() == "room.sessionOpened");
        var wraps = opened.GetProperty("open").GetProperty("key").Deserialize<SessionKeyWraps>(ActJson.Options)!;
        using var laboratory = Key(vector.LaboratoryKey);
        using var host = Key(vector.HostKey);
        using var authority = Key(vector.AuthorityKey);
        using var asLaboratory = SessionKey.Open(vector.Session, wraps, laboratory);
        using var together = SessionKey.Open(vector.Session, wraps, host, authority);
        Assert.Equal(4, vector.Opened.Length);
        foreach (var one in vector.Opened)
        {
            var act = JsonDocument.Parse(vector.Entries[one.N]).RootElement;
            var part = act.GetProperty("sealed").Deserialize<SealedPart>(ActJson.Options)!;
            var kind = act.GetProperty("kind").GetString()!;
            Assert.Equal(one.Plaintext, asLaboratory.Open<JsonElement>(kind, part).GetRawText());
            Assert.Equal(one.Plaintext, together.Open<JsonElement>(kind, part).GetRawText());
            Assert.Equal(one.BoxBytes, part.Box.Length);
        }

        var tally = SessionTally.Of(vector.Session, entries.Select(entry => (ReadOnlyMemory<byte>)entry));
        Assert.Equal((vector.Count, vector.Root), ((int)tally.Count, tally.Root.ToHex()));
    }

    private static async Task<Vector> MakeAsync()
    {
        await using var scene = await Scene.MakeAsync();
        var session = await scene.EnterAsync(await scene.EngagementAsync(EngagementState.Open));
        await Scene.ShowAsync(session, Scene.MainPath, 1, 40);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 120);
        await session.WriteNoteAsync(Scene.MainPath, 7, "A note.", CancellationToken.None);
        await session.WriteFindingAsync(Scene.MainPath, 8, FindingSeverity.High, "Overrun", "The index is not checked.", CancellationToken.None);
        await scene.Rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        var checkpoint = scene.Centre.LedgerCheckpoint();
        var entries = new TileReader(scene.Centre.Paths.Ledger).ReadEntries(new LogIndex(0), checkpoint.Size).Select(entry => entry.Entry).ToList();
        var wraps = scene.FindSession(session.Id).Key;
        using var key = SessionKey.Open(session.Id, wraps, scene.Keys(Scene.Laboratory).Opening);
        var opened = scene.Centre.ReadActs(new LogIndex(0), checkpoint.Size).Where(recorded => recorded.Act.Sealed is not null).Select(recorded =>
            new Opened((int)recorded.Position.Value, recorded.Act.Sealed!.Box.Length, key.Open<JsonElement>(recorded.Kind, recorded.Act.Sealed).GetRawText())).ToArray();
        var tally = SessionTally.Of(session.Id, entries.Select(entry => (ReadOnlyMemory<byte>)entry));
        return new Vector(
            "docs/formats/ledger.md. A ledger's entries, the checkpoint over them, and the keys of laboratory, host and authority (PKCS #8), published here and so of no other use. The root is that of the session's acts (docs/formats/receipt.md).",
            checkpoint.Log.ToString(),
            Encoding.UTF8.GetString(checkpoint.Note.Span),
            [.. entries.Select(Encoding.UTF8.GetString)],
            session.Id,
            Pkcs8(scene, Scene.Laboratory),
            Pkcs8(scene, Scene.Host),
            Pkcs8(scene, Scene.Authority),
            opened,
            (int)tally.Count,
            tally.Root.ToHex());
    }

    private static byte[] Pkcs8(Scene scene, string party)
    {
        var pem = Encoding.ASCII.GetString(KeyFile.Read(Path.Combine(scene.Centre.Keys.PartyFolder(party), "open.key")));
        var fields = PemEncoding.Find(pem);
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private static OpeningKey Key(byte[] pkcs8) => OpeningKey.FromPem(PemEncoding.WriteString("PRIVATE KEY", pkcs8));

    private static string PathOf()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Vitrine.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "vectors", "ledger", "session.json");
    }

    private sealed record Vector(
        string Note, string LedgerKey, string Checkpoint, string[] Entries, string Session, byte[] LaboratoryKey, byte[] HostKey, byte[] AuthorityKey, Opened[] Opened, int Count, string Root);

    private sealed record Opened(int N, int BoxBytes, string Plaintext);
}
