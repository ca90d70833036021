using System.Buffers;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Addresses of the form <c>scheme://user:password@host</c> (RFC 3986, 3.2.1).</summary>
internal sealed class UrlCredentialRule : ScreeningRule
{
    private const int LongestUserInfo = 300;

    private static readonly Anchor[] Starts = [new("://")];

    // The first byte that is none of these ends the user's part, or is the @ after it.
    private static readonly SearchValues<byte> UserInfo =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%!$&*+,;=:^#"u8);

    private static readonly byte[][] Usual =
    [
        .. ((string[])["password", "passwd", "pass", "pwd", "secret", "token", "user", "username", "login", "credentials", "mypassword", "mypass", "test", "foo", "bar", "baz"])
            .Select(Encoding.ASCII.GetBytes),
    ];

    public override string Id => "url-credential";

    public override string Title => "Credential in an address";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description => "A user's name with a password in the address of a server. Low where the server is the machine itself, and in tests.";

    public override string FalsePositives =>
        "Left out are variables and formats in the password's place, passwords such as password, hosts reserved for examples (RFC 2606), and user names alone.";

    internal override bool IsGeneric => true;

    internal override ScreeningSeverity In(ScreenedFile file, ScreeningSeverity severity) => file.Is(FileRole.Test) ? ScreeningSeverity.Low : severity;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        var rest = text[(at + 3)..];
        var length = Alphabet.Run(rest, UserInfo, LongestUserInfo);
        if (length == rest.Length || rest[length] != '@')
        {
            return;
        }

        var colon = rest[..length].IndexOf((byte)':');
        var scheme = Alphabet.RunBefore(text[..at], Alphabet.Dashed, 20);
        if (colon < 0 || scheme < 2)
        {
            return;
        }

        var password = rest[(colon + 1)..length];
        var host = rest[(length + 1)..];
        host = host[..Alphabet.Run(host, Alphabet.Dotted, 255)];
        if (password.Length < 3 || IsStandIn(password) || IsExample(host))
        {
            return;
        }

        var isLocal = host.SequenceEqual("localhost"u8) || host.StartsWith("127."u8) || host.SequenceEqual("0.0.0.0"u8);
        hits.Add(
            this,
            at - scheme,
            scheme + 3 + length,
            isLocal ? ScreeningSeverity.Low : ScreeningSeverity.Medium,
            $"A password stands in the address of {(host.IsEmpty ? "a server" : HiddenCharacters.Show(host))}: {Secret.Mask(password)}.");
    }

    internal static bool IsStandIn(ReadOnlySpan<byte> password)
    {
        if (password[0] is (byte)'$' or (byte)'%' or (byte)'*' || password.IndexOfAnyExcept((byte)'x', (byte)'X', (byte)'.') < 0 || Secret.IsPlaceholder(password))
        {
            return true;
        }

        foreach (var word in Usual)
        {
            if (Ascii.EqualsIgnoreCase(password, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsExample(ReadOnlySpan<byte> host) =>
        host.IsEmpty || host.SequenceEqual("host"u8) || host.SequenceEqual("hostname"u8)
        || host.EndsWith(".example"u8) || host.EndsWith(".test"u8) || host.EndsWith(".invalid"u8)
        || host.EndsWith("example.com"u8) || host.EndsWith("example.org"u8) || host.EndsWith("example.net"u8);
}
