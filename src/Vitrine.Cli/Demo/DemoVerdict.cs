using System.Text.Json;

namespace Vitrine.Cli;

/// <summary>What the gate said, read from its machine output.</summary>
internal sealed record DemoVerdict(bool Accepted, IReadOnlyList<string> Reasons, IReadOnlyList<string> Assumptions)
{
    public static DemoVerdict Read(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        var root = document.RootElement;
        return new DemoVerdict(
            root.GetProperty("accepted").GetBoolean(),
            [.. root.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!)],
            [.. root.GetProperty("assumptions").EnumerateArray().Select(assumption => assumption.GetString()!)]);
    }
}
