using System.Collections.Immutable;
using System.Text;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

namespace Vitrine.Centre.Tests;

/// <summary>Parsers of Centre that read what others wrote, with the claims of <see cref="FuzzTarget"/>; used by the tests and by <c>./lab fuzz</c>.</summary>
internal static class CentreFuzzTargets
{
    private static readonly MeteredResponse Frame = new(
        DateTimeOffset.UnixEpoch, "GET", "/engagements/e-1a2b3c4d/read", 200, "text/html", new MeteredPart(700, Digest.Of("head"u8)), new MeteredPart(4711, Digest.Of("body"u8)), ResponseEnd.Whole, true);

    /// <summary>All of them.</summary>
    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("meter entry", [Frame.Encode(), (Frame with { Status = 0, Head = MeteredPart.None, Body = MeteredPart.None, End = ResponseEnd.Broken, Delivered = false }).Encode()], ReadMetered, IsJson: true),
        new("metered path", [.. new[] { "/engagements/e-1a2b3c4d/read", "/%65ngagements/%2565-1/NOTES/x", "/log/5/" }.Select(Encoding.UTF8.GetBytes)], ReadPath),
    ];

    private static Outcome ReadMetered(byte[] input)
    {
        try
        {
            var read = MeteredResponse.Parse(input);
            BrokenClaimException.Unless(input.AsSpan().SequenceEqual(read.Encode()), "what was accepted does not encode again exactly");
            return Outcome.Ok($"{read.Status} {read.End} {read.Delivered} {MeteredPath.IsReading(read.Path)}");
        }
        catch (MeterFormatException e)
        {
            // What JSON's own readers say quotes the input: every mutant would be a way of its own.
            return Outcome.Refused(e.InnerException?.GetType().Name ?? e.Message);
        }
    }

    // What passes has one meaning: no dots, no empty or hidden segments, and the same judgement once a server has decoded it.
    private static Outcome ReadPath(byte[] input)
    {
        var path = Encoding.UTF8.GetString(input);
        if (MeteredPath.Refusal(path) is { } why)
        {
            return Outcome.Refused(why);
        }

        var decoded = Uri.UnescapeDataString(path);
        BrokenClaimException.Unless(MeteredPath.IsReading(path) == MeteredPath.IsReading(decoded), "decoded it is another path");
        BrokenClaimException.Unless(MeteredPath.IsReading(path) == MeteredPath.IsReading(path.ToUpperInvariant()), "in capitals it is another path");
        BrokenClaimException.Unless(MeteredPath.Refusal(decoded) is null or not "holds a dot segment", "decoded it leads elsewhere");
        return Outcome.Ok($"{MeteredPath.IsReading(path)} {MeteredPath.Engagement(path) is null}");
    }
}
