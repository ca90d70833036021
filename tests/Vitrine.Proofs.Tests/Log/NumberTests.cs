using System.Globalization;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Numbers have one spelling: .NET's readers take NULs after the digits, and ours must not.</summary>
public sealed class NumberTests
{
    private static readonly NoteSigner Log = NoteSigner.FromSeed("log.example", new byte[32]);
    private static readonly string Note = Encoding.UTF8.GetString(Proofs.Note.Sign(Encoding.UTF8.GetBytes($"log.example\n9\n{Digest.Of("root"u8).ToBase64()}\n"), Log));

    [Theory]
    [InlineData("5", true)]
    [InlineData("5\0", false)]
    [InlineData("5\0\0\0", false)]
    [InlineData("05", false)]
    [InlineData("+5", false)]
    [InlineData(" 5", false)]
    [InlineData("5 ", false)]
    [InlineData("٥", false)]
    public void Number_WhereverItStands_HasOneSpelling(string number, bool accepted)
    {
        Assert.Equal(accepted, Checkpoint.TryParse(Encoding.UTF8.GetBytes($"log.example\n{number}\n{Digest.Of("root"u8).ToBase64()}\n"), out _));
        Assert.Equal(accepted, TlogProof.TryParse(Encoding.UTF8.GetBytes($"c2sp.org/tlog-proof@v1\nindex {number}\n\n{Note}"), out _));
        Assert.Equal(accepted, AddCheckpointRequest.TryParse(Encoding.UTF8.GetBytes($"old {number}\n\n{Note}"), out _));
        Assert.Equal(accepted, TilePath.TryParse($"tile/0/000.p/{number}", out _));
    }

    [Fact]
    public void KeyId_WithNulsForItsZeros_IsRefused()
    {
        var key = Enumerable.Range(0, 20_000).Select(i => NoteSigner.FromSeed("log.example", Digest.Of(BitConverter.GetBytes(i)).ToArray()).Verifier).First(key => key.KeyId < 1 << 24);
        var id = key.KeyId.ToString("x8", CultureInfo.InvariantCulture);
        Assert.True(NoteVerifier.TryParse(key.ToString(), out _));
        Assert.False(NoteVerifier.TryParse(key.ToString().Replace($"+{id}+", $"+{id[2..]}\0\0+", StringComparison.Ordinal), out _));
    }
}
