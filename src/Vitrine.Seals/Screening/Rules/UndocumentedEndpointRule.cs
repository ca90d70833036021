using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Hosts and addresses that code names and no document of the tree does.</summary>
internal sealed class UndocumentedEndpointRule : TreeRule
{
    private static readonly Anchor[] Starts = [new("://"), .. Enumerable.Range(1, 223).SelectMany(octet => (Anchor[])[new($"\"{octet}."), new($"'{octet}.")])];

    // Names of schemas and specifications are addresses that nobody connects to.
    private static readonly string[] Identifiers =
    [
        "w3.org", "xmlsoap.org", "openxmlformats.org", "schemas.microsoft.com", "apache.org", "gnu.org", "json-schema.org", "ietf.org", "rfc-editor.org", "iana.org", "opensource.org", "spdx.org", "mozilla.org",
        "creativecommons.org", "unicode.org", "oasis-open.org", "purl.org", "xml.org", "whatwg.org", "iso.org", "docbook.org", "sourceforge.net", "bugzilla", "stackoverflow.com", "wikipedia.org", "github.com", "gitlab.com", "kernel.org",
        "learn.microsoft.com", "msdn.microsoft.com", "docs.microsoft.com", "developer.apple.com", "cve.org", "mitre.org", "nist.gov",
    ];

    // Beside one of these, four small numbers are an address.
    private static readonly byte[][] NetworkWords = [.. ((string[])["addr", "host", "server", "dns", "connect", "bind", "url", "gateway", "peer", "ping", "socket", "proxy", "resolv", "remote", "endpoint", "route", "ip"]).Select(Encoding.ASCII.GetBytes)];

    // Words by which a line gives an address to a program.
    private static readonly SearchValues<string> DownloaderWords = SearchValues.Create(["curl", "wget", "fetch", "git", "http.", "request", "pip", "npm", "apt", "GET", "POST", "proxy", "download", "connect", "open("], StringComparison.Ordinal);

    public override string Id => "undocumented-endpoint";

    public override string Title => "Endpoint that no document names";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Reviewer;

    public override string Description =>
        "Code names a host or an address with which it may talk, and no document of the tree mentions it. Medium for addresses of the Internet in numbers, low for names and private addresses.";

    public override string FalsePositives =>
        "Names that are identifiers, and numbers of versions and sections that look like addresses (four below 32 count only beside a word such as host). Addresses in the words of a message, in a text that ends with a line feed, or beside an author, names of schemas, comments, object identifiers, numbers beside a word such as version, tests, reserved names and addresses (RFC 2606, 5737), and well-known homes of specifications are left out.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var isDocument = file.Is(FileRole.Document) && !file.Is(FileRole.Build);
        if (!isDocument && (!file.Is(FileRole.Code) || file.Is(FileRole.Test)))
        {
            return;
        }

        var start = anchor == 0 ? at + 3 : at + 1;
        var text = file.Text[start..];
        var host = text[..Alphabet.Run(text, Alphabet.Dotted, 120)].TrimEnd("."u8);
        var isAddress = IsAddress(host, out var isPrivate);
        if (host.Length < 4 || host.IndexOf((byte)'.') <= 0 || (anchor > 0 && (!isAddress || IsVersion(file, at, text[host.Length..]))))
        {
            return;
        }

        var name = Encoding.ASCII.GetString(host).ToLowerInvariant();
        if (isDocument)
        {
            hits.Note(FactKind.DocumentedEndpoint, name, start);
        }
        else if (!IsReserved(name, host) && !(anchor == 0 && IsProse(file, at)) && (isAddress || char.IsAsciiLetter(name[^1])) && !file.Parts.IsComment(at))
        {
            hits.Note(FactKind.Endpoint, $"{(isAddress ? isPrivate ? 'p' : 'a' : 'n')}{name}", start);
        }
    }

    /// <summary>Four numbers that are not the whole text, with a port or a path perhaps; or beside a word for versions or object identifiers.</summary>
    private static bool IsVersion(ScreenedFile file, int at, ReadOnlySpan<byte> behind)
    {
        if (behind.IsEmpty || behind[0] is not ((byte)'"' or (byte)'\'' or (byte)':' or (byte)'/'))
        {
            return true;
        }

        // Arcs of object identifiers that four numbers name: attributes and extensions of X.509, and IANA's.
        var line = file.Text[file.LineStart(at, 200)..file.LineEnd(at, 200)];
        var name = file.Text[(at + 1)..];
        if (IsSmall(name[..Alphabet.Run(name, Alphabet.Dotted, 15)]) && !HasNetworkWord(line))
        {
            return true;
        }

        return name.StartsWith("2.5.4."u8) || name.StartsWith("2.5.29."u8) || name.StartsWith("1.3.6.1"u8) || Secret.Contains(line, "oid"u8) || Secret.Contains(line, "version"u8) || Secret.Contains(line, "revision"u8) || Secret.Contains(line, "release"u8) || Secret.Contains(line, "_ver"u8) || Secret.Contains(line, "build_str"u8);
    }

    /// <summary>Four numbers below 32, as versions and sections have them.</summary>
    private static bool IsSmall(ReadOnlySpan<byte> address)
    {
        foreach (var range in address.Split((byte)'.'))
        {
            if (address[range].Length > 2 || (int.TryParse(address[range], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 32))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasNetworkWord(ReadOnlySpan<byte> line)
    {
        foreach (var word in NetworkWords)
        {
            if (Secret.Contains(line, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An address in the words of a message, at the end of one, or beside the name of an author: for people, unless a word shows that a program is given it. Names of schemas are for nobody.</summary>
    private static bool IsProse(ScreenedFile file, int at)
    {
        var line = file.Text[file.LineStart(at, 400)..at];
        if (Encoding.Latin1.GetString(line).AsSpan().ContainsAny(DownloaderWords))
        {
            return false;
        }

        var quote = line.LastIndexOfAny((byte)'"', (byte)'\'', (byte)'`');
        var words = line[(quote + 1)..];
        return (quote >= 0 && file.Parts.IsText(at) && (words.Count((byte)' ') > 1 || EndsLine(file.Text[at..file.LineEnd(at, 400)], line[quote])))
            || Secret.Contains(line, "author"u8) || Secret.Contains(line, "copyright"u8) || line.IndexOf("xmlns"u8) >= 0 || line.IndexOf("<!DOCTYPE"u8) >= 0;
    }

    /// <summary>Whether a text ends with a line feed, as messages do; protocols put a return before it.</summary>
    private static bool EndsLine(ReadOnlySpan<byte> rest, byte quote)
    {
        var end = rest.IndexOf(quote);
        return end > 0 && rest[..end].EndsWith(@"\n"u8) && !rest[..end].EndsWith(@"\r\n"u8);
    }

    internal override IEnumerable<ScreeningFinding> Conclude(TreeFacts tree)
    {
        var documented = tree.Of(FactKind.DocumentedEndpoint).Select(fact => fact.Value).ToHashSet(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fact in tree.Of(FactKind.Endpoint))
        {
            var name = fact.Value[1..];
            if (!documented.Contains(name) && told.Add(name))
            {
                yield return At(
                    fact,
                    fact.Value[0] == 'a' ? ScreeningSeverity.Medium : ScreeningSeverity.Low,
                    $"Code names {(fact.Value[0] == 'n' ? "the host" : "the address")} {name}, which no document of the tree mentions. Only the first place is listed.");
            }
        }
    }

    private static bool IsReserved(string name, ReadOnlySpan<byte> host) =>
        name is "127.0.0.1" or "0.0.0.0" or "255.255.255.255" or "localhost.localdomain" || name.StartsWith("127.", StringComparison.Ordinal) || name.StartsWith("192.0.2.", StringComparison.Ordinal)
        || name.StartsWith("198.51.100.", StringComparison.Ordinal) || name.StartsWith("203.0.113.", StringComparison.Ordinal) || name.StartsWith("255.", StringComparison.Ordinal)
        || name.EndsWith(".example", StringComparison.Ordinal) || name.EndsWith(".test", StringComparison.Ordinal) || name.EndsWith(".invalid", StringComparison.Ordinal) || name.EndsWith(".localhost", StringComparison.Ordinal)
        || name.Contains("example.", StringComparison.Ordinal) || Array.Exists(Identifiers, known => name.EndsWith(known, StringComparison.Ordinal)) || host.IndexOf(".."u8) >= 0;

    private static bool IsAddress(ReadOnlySpan<byte> host, out bool isPrivate)
    {
        isPrivate = false;
        Span<int> octets = stackalloc int[4];
        var count = 0;
        foreach (var range in host.Split((byte)'.'))
        {
            var octet = host[range];
            if (count == 4 || octet.Length is 0 or > 3 || !int.TryParse(octet, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > 255 || (octet.Length > 1 && octet[0] == '0'))
            {
                return false;
            }

            octets[count++] = value;
        }

        isPrivate = octets[0] == 10 || (octets[0] == 172 && octets[1] is >= 16 and < 32) || (octets[0] == 192 && octets[1] == 168) || (octets[0] == 169 && octets[1] == 254) || octets[0] >= 224;
        return count == 4;
    }
}
