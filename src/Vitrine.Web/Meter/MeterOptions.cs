using System.Net;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>What a meter is told: <c>--record DIR --upstream URL [--pin SHA256] [--urls U] [--certificate PEM --key PEM]</c>.</summary>
/// <param name="Record">The meter's folder.</param>
/// <param name="Upstream">The server behind it.</param>
/// <param name="Pin">SHA-256 of the server's certificate; null for plain HTTP on this machine.</param>
/// <param name="Listen">Where terminals connect.</param>
/// <param name="Certificate">The meter's own certificate, PEM; null: it makes one.</param>
/// <param name="Key">Its key, PEM.</param>
public sealed record MeterOptions(string Record, Uri Upstream, Digest? Pin, Uri Listen, string? Certificate, string? Key)
{
    private const string DefaultUrl = "https://127.0.0.1:8720";

    /// <summary>Reads the words.</summary>
    /// <exception cref="ArgumentException">The reason, as a sentence.</exception>
    public static MeterOptions Parse(IReadOnlyList<string> words)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i += 2)
        {
            if (words[i] is not ("--record" or "--upstream" or "--pin" or "--urls" or "--certificate" or "--key") || i + 1 == words.Count || !given.TryAdd(words[i], words[i + 1]))
            {
                throw new ArgumentException($"The meter does not know '{words[i]}', or it stands alone or twice.");
            }
        }

        var upstream = Address(given.GetValueOrDefault("--upstream") ?? throw new ArgumentException("Name the server behind the meter: --upstream https://server:8710"), "--upstream");
        var listen = Address(given.GetValueOrDefault("--urls") ?? DefaultUrl, "--urls");
        var pin = given.GetValueOrDefault("--pin") is { } text ? Pinned(text) : (Digest?)null;
        if (upstream.Scheme == "http" && !IsLoopback(upstream))
        {
            throw new ArgumentException($"{upstream} would carry what is read in the clear. Plain HTTP is for a server on this machine; use https and --pin.");
        }

        if ((upstream.Scheme == "https") != (pin is not null))
        {
            throw new ArgumentException("A server that speaks TLS is known by its certificate: --pin takes the certificate's SHA-256. A server on plain HTTP has none.");
        }

        if (listen.Scheme != "https" && !IsLoopback(listen))
        {
            throw new ArgumentException($"{listen} would carry what is read in the clear. Listen on https, or on 127.0.0.1.");
        }

        var (certificate, key) = (given.GetValueOrDefault("--certificate"), given.GetValueOrDefault("--key"));
        return (certificate is null) != (key is null)
            ? throw new ArgumentException("--certificate and --key go together.")
            : new MeterOptions(given.GetValueOrDefault("--record") ?? throw new ArgumentException("Name the meter's folder: --record DIR"), upstream, pin, listen, certificate, key);
    }

    private static Uri Address(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.UserInfo.Length == 0
            ? url
            : throw new ArgumentException($"{name} takes one address such as https://127.0.0.1:8710, not '{text}'.");

    private static Digest Pinned(string text) =>
        Digest.TryParseHex(text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant(), out var digest) ? digest : throw new ArgumentException("--pin takes the SHA-256 of a certificate: 64 hexadecimal digits.");

    private static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
