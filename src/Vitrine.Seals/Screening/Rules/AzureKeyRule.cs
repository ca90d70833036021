using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Azure's connection strings (a base64 key of 32 or 64 bytes after AccountKey= or SharedAccessKey=) and the secrets of its applications.</summary>
internal sealed class AzureKeyRule : ScreeningRule
{
    private static readonly Anchor[] Starts =
        [new("AccountKey=", true), new("SharedAccessKey=", true), new("7Q~"), new("8Q~"), new("sig="), new("AccessKey=", true)];

    private static readonly SearchValues<byte> PercentBase64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/%"u8);

    public override string Id => "azure-key";

    public override string Title => "Azure key";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override IReadOnlyList<string> Issuers => ["Microsoft Azure"];

    public override string Description =>
        "A key of an Azure storage account, database, bus or service in a connection string, a client secret of an application, or a signed address of storage "
        + "(medium: it ends at its date).";

    public override string FalsePositives => "The key of the storage emulator is published by its maker and is left out; signed addresses may have ended.";

    internal override bool ReadsBinary => true;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        var value = text[(at + Starts[anchor].Text.Length)..];
        switch (anchor)
        {
            case 0 or 1 or 5:
                var length = Alphabet.Run(value, Alphabet.PaddedBase64, 89);
                if (length is 88 or 44 && value[length - 1] == '=' && !value.StartsWith("Eby8vdM02xNOcqFl"u8) && !Secret.IsPlaceholder(value[..length]))
                {
                    var start = at + Starts[anchor].Text.Length;
                    hits.Add(this, start, length, ScreeningSeverity.High, $"This looks like an Azure account's key: {Secret.Mask(value[..length])}.");
                }

                break;
            case 2 or 3:
                ClientSecret(text, at, hits);
                break;
            default:
                SignedAddress(text, at, value, hits);
                break;
        }
    }

    /// <summary>Three characters, a digit, Q~, and 31 to 34 more.</summary>
    private void ClientSecret(ReadOnlySpan<byte> text, int at, Hits hits)
    {
        var start = at - 3;
        if (start < 0 || Alphabet.RunBefore(text[..at], Alphabet.Dotted, 4) != 3)
        {
            return;
        }

        var length = Alphabet.Run(text[(at + 3)..], Alphabet.Dotted, 36);
        if (length is >= 31 and <= 34 && !Secret.IsPlaceholder(text.Slice(at + 3, length)))
        {
            var secret = text.Slice(start, 6 + length);
            hits.Add(this, start, secret.Length, ScreeningSeverity.High, $"This looks like the client secret of an Azure application: {Secret.Mask(secret)}.");
        }
    }

    /// <summary>sig= with 43 base64 digits and a percent-encoded =, in an address that also has sv= or se=.</summary>
    private void SignedAddress(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> value, Hits hits)
    {
        var length = value[..Math.Min(value.Length, 80)].IndexOf("%3D"u8);
        length = length < 0 ? value[..Math.Min(value.Length, 80)].IndexOf("%3d"u8) : length;
        var around = text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 300)];
        if (length is >= 43 and <= 75
            && (at == 0 || text[at - 1] is (byte)'&' or (byte)'?' or (byte)';')
            && value[..length].IndexOfAnyExcept(PercentBase64) < 0
            && around.IndexOf("sv="u8) >= 0 && around.IndexOf("se="u8) >= 0)
        {
            hits.Add(this, at, length, ScreeningSeverity.Medium, $"This looks like a signed address of Azure storage: {Secret.Mask(value[..length])}.");
        }
    }
}
