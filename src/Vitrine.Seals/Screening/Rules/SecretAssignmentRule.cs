using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Names such as password or api_key, to which a text is assigned that looks made by chance.</summary>
internal sealed partial class SecretAssignmentRule : ScreeningRule
{
    private const int LongestName = 48;
    private const int LongestSpace = 16;
    private const int LongestValue = 256;

    // Names of passwords come first: what people choose is shorter than what a machine draws. Under the last names only what looks drawn is found.
    private const int Passwords = 4;
    private const int Keys = 21;

    private static readonly Anchor[] Starts =
    [
        .. ((string[])["password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "api_key", "apikey", "api-key", "access_key", "accesskey", "access-key"])
            .Select(word => new Anchor(word, true)),
        .. ((string[])["private_key", "privatekey", "auth_key", "authkey", "encryption_key", "encryptionkey", "signing_key", "signingkey"])
            .Select(word => new Anchor(word, true)),
        .. from word in (string[])["app", "admin", "master", "account", "storage", "license", "shared", "session", "deploy", "consumer", "aes", "des", "hmac", "jwt", "encrypt", "crypt", "server", "client", "write", "service"]
           from sign in (string[])["_", "-", ""]
           select new Anchor($"{word}{sign}key", true),
    ];

    private static readonly string[] ConfigurationKinds =
        ["env", "ini", "cfg", "conf", "config", "properties", "yml", "yaml", "toml", "tfvars", "sh", "bash", "zsh", "bat", "cmd", "ps1", "netrc", "npmrc", "pypirc", "cnf"];

    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t"u8);
    private static readonly SearchValues<byte> Bare = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%!$&*+,;=:^#@/"u8);

    public override string Id => "secret-assignment";

    public override string Title => "Secret in a name's value";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A constant text under a name such as password, secret, token or api_key: assigned, declared with a type, in XML, in a connection string, or set by a call. Medium where its characters look drawn by chance (at least 20, of several "
        + "kinds, or 32 hexadecimal digits), else low.";

    public override string FalsePositives =>
        "Names of parameters, messages and test values. Left out are values with spaces, without digits, that refer to a variable, or that say they are samples; and "
        + "without quotes all values but those of configuration files.";

    internal override bool IsGeneric => true;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        var position = at + Starts[anchor].Text.Length;
        position += Alphabet.Run(text[position..], Alphabet.Dashed, LongestName);
        while (position < text.Length && text[position] is (byte)'_' or (byte)'-' or (byte)'.')
        {
            // The words that follow are part of the name. They can be anchors too, and lead to the same value, which is taken once.
            position += 1 + Alphabet.Run(text[(position + 1)..], Alphabet.Word, LongestName);
            if (position - at > 2 * LongestName)
            {
                return;
            }
        }

        // .NET's names of assemblies have a token that is public.
        var isPublic = text[..at].EndsWith("PublicKey"u8);
        var end = position;
        var isQuoted = false;
        if ((TryOperator(text, ref position) && TryValue(file, text, position, out var start, out var length)) || TryOtherForm(file, at, end, out start, out length, out isQuoted))
        {
            var value = text.Slice(start, length);
            if (!isPublic && !IsReference(value) && Rate(value, anchor) is { } severity && (!isQuoted || severity == ScreeningSeverity.Medium || anchor < Passwords))
            {
                hits.Add(this, start, length, severity, $"What is assigned here looks like a secret: {Secret.Mask(value)}.");
            }
        }
    }

    /// <summary>An optional quote or bracket, then <c>=</c>, <c>:</c>, <c>:=</c> or <c>=></c>; not a comparison.</summary>
    private static bool TryOperator(ReadOnlySpan<byte> text, ref int position)
    {
        while (position < text.Length && text[position] is (byte)'"' or (byte)'\'' or (byte)']')
        {
            position++;
        }

        position += Alphabet.Run(text[position..], Space, LongestSpace);
        if (position >= text.Length || text[position] is not ((byte)'=' or (byte)':'))
        {
            return false;
        }

        var isColon = text[position] == ':';
        position++;
        if (position < text.Length && ((isColon && text[position] == '=') || (!isColon && text[position] == '>')))
        {
            position++;
        }
        else if (position < text.Length && text[position] is (byte)'=' or (byte)':')
        {
            return false;
        }

        position += Alphabet.Run(text[position..], Space, LongestSpace);
        return position < text.Length;
    }

    private static bool TryValue(ScreenedFile file, ReadOnlySpan<byte> text, int position, out int start, out int length)
    {
        (start, length) = (position, 0);

        // Prefixes of strings: C#'s @ and $, Python's b, r and u, C's L.
        if (position + 1 < text.Length
            && text[position] is (byte)'@' or (byte)'b' or (byte)'r' or (byte)'u' or (byte)'L' && text[position + 1] is (byte)'"' or (byte)'\'')
        {
            start++;
        }

        if (text[start] is (byte)'"' or (byte)'\'' or (byte)'`')
        {
            var quote = text[start];
            start++;
            var rest = text.Slice(start, Math.Min(LongestValue + 1, text.Length - start));
            length = rest.IndexOf(quote);
            return length > 0 && rest[..length].IndexOfAnyInRange((byte)0, (byte)' ') < 0;
        }

        if (!IsConfiguration(file))
        {
            return false;
        }

        length = Alphabet.Run(text[start..], Bare, LongestValue + 1);
        var end = start + length;
        return length is > 0 and <= LongestValue && (end == text.Length || text[end] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t');
    }

    /// <summary>A variable, a format, an expression, a path or an address.</summary>
    private static bool IsReference(ReadOnlySpan<byte> value) =>
        value[0] is (byte)'$' or (byte)'%' or (byte)'{' or (byte)'<' or (byte)'@' or (byte)'*' or (byte)'#' or (byte)'/'
        || value.ContainsAny((byte)'(', (byte)'<')
        || value.IndexOf("://"u8) >= 0 || value.IndexOf("${"u8) >= 0 || value.IndexOf("{{"u8) >= 0 || value.IndexOf("%s"u8) >= 0;

    private static ScreeningSeverity? Rate(ReadOnlySpan<byte> value, int anchor) =>
        Rate(value, anchor < Passwords) is { } severity && (anchor < Keys || severity == ScreeningSeverity.Medium) ? severity : null;

    private static ScreeningSeverity? Rate(ReadOnlySpan<byte> value, bool isPassword)
    {
        var isAscii = System.Text.Ascii.IsValid(value);
        if (value.Length < (isPassword ? 6 : 8) || !isAscii || !value.ContainsAnyInRange((byte)'0', (byte)'9') || Secret.IsPlaceholder(value))
        {
            return null;
        }

        var hasUpper = value.ContainsAnyInRange((byte)'A', (byte)'Z');
        var hasLower = value.ContainsAnyInRange((byte)'a', (byte)'z');
        if (!hasUpper && !hasLower)
        {
            return null;
        }

        var entropy = Secret.Entropy(value);
        if (Secret.IsUuid(value) && value[14] == '4' && entropy > 3)
        {
            return ScreeningSeverity.Medium;
        }

        var hex = value.StartsWith("0x"u8) ? value[2..] : value;
        if (hex.IndexOfAnyExcept(Alphabet.Hex) < 0)
        {
            // 0x and 40 digits are an address of Ethereum, where tokens have addresses.
            var isAddress = hex.Length == 40 && hex.Length < value.Length;
            return hex.Length >= 32 && !isAddress && entropy > 3.2 ? ScreeningSeverity.Medium
                : value.Length >= 16 && entropy > 2.7 ? ScreeningSeverity.Low
                : null;
        }

        var digits = 0;
        foreach (var letter in value)
        {
            digits += letter is >= (byte)'0' and <= (byte)'9' ? 1 : 0;
        }

        var looksDrawn = value.Length >= 20 && entropy > 3.8 && hasUpper && hasLower && digits >= 2 && value.IndexOfAnyExcept(Alphabet.PaddedUrl) < 0;
        looksDrawn |= value.Length >= 24 && entropy > 3.8 && digits >= 4 && value.IndexOfAnyExcept(Alphabet.LowerDigits) < 0;
        return looksDrawn ? ScreeningSeverity.Medium : entropy > (value.Length < 8 ? 2.2 : 2.7) ? ScreeningSeverity.Low : null;
    }
}
