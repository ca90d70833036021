using System.Net;
using System.Text.RegularExpressions;

namespace Vitrine.Artifacts;

/// <summary>
/// Addresses in texts: URLs by scheme and host, and IP addresses that stand alone or with a port. Names of XML namespaces, hosts of licences and hosts
/// reserved for documentation are left out; so is documentation. A number of four parts that begins with 0 or whose parts are all below 20 is taken for a version.
/// </summary>
internal sealed partial class EndpointRule() : CapabilityRule("endpoint.address", CapabilityKind.Endpoint, "names an address in the network")
{
    private static readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase)
    {
        "www.w3.org", "schemas.microsoft.com", "schemas.xmlsoap.org", "schemas.openxmlformats.org", "purl.org", "xmlns.com", "ns.adobe.com",
        "relaxng.org", "docbook.org", "www.freedesktop.org", "json-schema.org", "schema.org", "schemas.android.com", "localhost", "127.0.0.1",
        "www.gnu.org", "gnu.org", "www.apache.org", "apache.org", "opensource.org", "creativecommons.org", "licenses.nuget.org", "spdx.org", "mozilla.org",
        "example.com", "example.org", "example.net", "www.example.com", "www.example.org",
    };

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.IsDocumentation || at.Name == "control")
        {
            return;
        }

        foreach (var text in at.Texts)
        {
            if (text.Text.Contains("://", StringComparison.Ordinal))
            {
                foreach (Match match in Url().Matches(text.Text))
                {
                    if (!_names.Contains(match.Groups["host"].Value))
                    {
                        sink.See(Info, $"{match.Groups["scheme"].Value}://{match.Groups["host"].Value}{match.Groups["port"].Value}".ToLowerInvariant(), at.Member, Place(text, match.Index), match.Value);
                    }
                }
            }
            else if (text.Text.Length <= 21 && char.IsAsciiDigit(text.Text[0]) && Address().Match(text.Text) is { Success: true } address && IsAddress(address.Groups[1].Value))
            {
                sink.See(Info, text.Text, at.Member, text.Offset, text.Text);
            }
        }
    }

    private static long Place(FoundString text, int index) => text.Encoding switch
    {
        StringEncoding.Utf16 => text.Offset + (2L * index),
        StringEncoding.Utf8 => text.Offset + System.Text.Encoding.UTF8.GetByteCount(text.Text.AsSpan(0, index)),
        _ => text.Offset + index,
    };

    private static bool IsAddress(string text) => IPAddress.TryParse(text, out var address)
        && address.GetAddressBytes() is [not (0 or 127 or 255), ..] bytes && Array.Exists(bytes, part => part >= 20);

    [GeneratedRegex(@"(?<scheme>https?|ftps?|sftp|wss?|ldaps?|mqtts?|amqps?|ssh|git|tcp|udp|rtsp|sips?|smb|redis|mongodb|postgres(ql)?|mysql|stratum\+tcp)://(?<host>([a-z0-9_]([a-z0-9_-]{0,62})\.)+[a-z][a-z0-9-]{1,62}|\d{1,3}(\.\d{1,3}){3})(?<port>:\d{1,5})?(/[^\s""'<>\\^`{|}]*)?", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Url();

    [GeneratedRegex(@"^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
