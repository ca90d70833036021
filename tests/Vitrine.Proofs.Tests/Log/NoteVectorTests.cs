using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>Every published key, note and checkpoint of vectors/notes: accepted, or refused for what the file says.</summary>
public sealed class NoteVectorTests
{
    private static readonly JsonElement Published = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "notes", "notes.json"))).RootElement;

    [Fact]
    public void Keys_Published_AreReadOrRefusedAsDeclared()
    {
        var all = Cases("keys", 20);
        foreach (var one in all)
        {
            var text = Text(one, "key");
            Assert.True(Accepted(one) == NoteVerifier.TryParse(text, out var key), Text(one, "source"));
            Assert.Equal(Accepted(one) ? text : null, key?.ToString());
        }
    }

    [Fact]
    public void Signers_Published_HaveTheirPublicKeys() =>
        Assert.All(Cases("signers", 5), one => Assert.Equal(Text(one, "key"), NoteSigner.Parse(Text(one, "secret")).Verifier.ToString()));

    [Fact]
    public void Notes_Published_GiveTheDeclaredVerdict() => Assert.All(Cases("notes", 10), one =>
    {
        var bytes = Encoding.UTF8.GetBytes(Text(one, "note"));
        Assert.Equal(bytes, Note.Parse(bytes).Encode());
        var keys = one.GetProperty("keys").EnumerateArray().Select(key => NoteVerifier.TryParse(key.GetString(), out var read) ? read : null).OfType<NoteVerifier>().ToList();
        Assert.Equal(Enum.Parse<NoteVerdict>(Text(one, "note_verdict")), Note.TryOpen(bytes, keys, out var note));
        if (note is not null)
        {
            Assert.Equal(one.GetProperty("signatures").GetInt32(), note.Signatures.Length);
            Assert.Equal(Enum.Parse<NoteVerdict>(Text(one, "checkpoint_verdict")), VerifiedCheckpoint.TryOpen(bytes, keys[0], [], out _));
        }
    });

    [Fact]
    public void Checkpoints_Published_AreReadOrRefusedAsDeclared() => Assert.All(Cases("checkpoints", 20), one =>
    {
        var bytes = Encoding.UTF8.GetBytes(Text(one, "text"));
        Assert.Equal(Accepted(one), Checkpoint.TryParse(bytes, out var checkpoint));
        Assert.Equal(Accepted(one) ? bytes : null, checkpoint?.Encode());
    });

    private static List<JsonElement> Cases(string kind, int count)
    {
        var all = Published.GetProperty(kind).EnumerateArray().ToList();
        Assert.Equal(count, all.Count);

        // Where we say another thing than the source, the file says why.
        Assert.All(all.Where(one => one.TryGetProperty("ours", out var ours) && ours.GetString() != Text(one, "published")), one => Assert.NotEmpty(Text(one, "why")));
        return all;
    }

    private static bool Accepted(JsonElement one) => Text(one, "ours") == "accepted";

    private static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;
}
