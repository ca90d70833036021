using System.Collections.Frozen;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A frame as the ledger has it: the response that carried it, by digest.</summary>
/// <param name="Position">The act.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Session">The session.</param>
/// <param name="Response">SHA-256 of the response; null where the act says none.</param>
public sealed record RecordedFrame(LogIndex Position, DateTimeOffset At, string Session, Digest? Response);

/// <summary>What a person should look at, though it proves nothing.</summary>
public enum MeterOddity
{
    /// <summary>A head of a reading path is larger than the site's: something could hide in it.</summary>
    LargeHead,

    /// <summary>A refusal at a reading path is larger than the site's pages that say no.</summary>
    LargeRefusal,
}

/// <summary>What a meter saw, held against what the ledger says was delivered in one engagement, frame by frame. Each response stands in exactly one list.</summary>
/// <param name="Matched">Responses, each with the act that recorded it.</param>
/// <param name="WithoutAct">Content of a reading path, of this engagement or of one that the ledger does not know, that no act recorded: it was served and is not on record.</param>
/// <param name="WithoutResponse">Acts whose response did not pass this meter: it went another way.</param>
/// <param name="Unfinished">Responses of reading paths that did not come whole, so that nothing of them went on; each with an act for which it may stand.</param>
/// <param name="Refusals">Pages that say no, at reading paths: of a known status, and with a body.</param>
/// <param name="OtherEngagements">Everything that passed at addresses of other engagements in the ledger.</param>
/// <param name="Others">Everything else that passed: pages, pictures, styles, and empty answers. No act speaks of it.</param>
public sealed record MeterComparison(
    IReadOnlyList<(MeteredResponse Response, RecordedFrame Frame)> Matched,
    IReadOnlyList<MeteredResponse> WithoutAct,
    IReadOnlyList<RecordedFrame> WithoutResponse,
    IReadOnlyList<(MeteredResponse Response, RecordedFrame? Frame)> Unfinished,
    IReadOnlyList<MeteredResponse> Refusals,
    IReadOnlyList<MeteredResponse> OtherEngagements,
    IReadOnlyList<MeteredResponse> Others)
{
    /// <summary>Bytes of a head that the site stays under.</summary>
    public const ulong UsualHead = 2048;

    /// <summary>Bytes of a refusal's page that the site stays under.</summary>
    public const ulong UsualRefusal = 8 * 1024;

    /// <summary>The statuses of the site's pages that say no. Whatever else has a body at a reading path is a frame.</summary>
    public static FrozenSet<int> RefusalStatuses { get; } = FrozenSet.ToFrozenSet([400, 401, 403, 404, 408, 409, 413, 500]);

    /// <summary>Whether every frame stands on both sides; what did not come whole did not arrive, and counts for neither.</summary>
    public bool IsEqual => WithoutAct.Count == 0 && WithoutResponse.Count == 0;

    /// <summary>All that the meter recorded.</summary>
    public MeterAmount Record => MeterAmount.Of(Compared) + MeterAmount.Of(OtherEngagements);

    /// <summary>What passed at reading paths, other engagements' apart.</summary>
    public MeterAmount Reading => MeterAmount.Of(Compared.Where(response => MeteredPath.IsReading(response.Path)));

    /// <summary>What is unusual at reading paths, other engagements' apart.</summary>
    public IEnumerable<(MeteredResponse Response, MeterOddity Oddity)> Oddities =>
        [
            .. Compared.Where(response => response.Head.Bytes > UsualHead && MeteredPath.IsReading(response.Path)).Select(response => (response, MeterOddity.LargeHead)),
            .. Refusals.Where(response => response.Body.Bytes > UsualRefusal).Select(response => (response, MeterOddity.LargeRefusal)),
        ];

    private IEnumerable<MeteredResponse> Compared =>
        [.. Matched.Select(pair => pair.Response), .. WithoutAct, .. Unfinished.Select(pair => pair.Response), .. Refusals, .. Others];

    /// <summary>Compares. Each response answers for one act at most, and each act for one response.</summary>
    /// <param name="responses">What the meter recorded, oldest first.</param>
    /// <param name="frames">What the ledger holds of the engagement's sessions, oldest first.</param>
    /// <param name="engagement">The engagement.</param>
    /// <param name="known">Every engagement that the ledger knows.</param>
    public static MeterComparison Of(IReadOnlyList<MeteredResponse> responses, IReadOnlyList<RecordedFrame> frames, string engagement, IReadOnlySet<string> known)
    {
        ArgumentNullException.ThrowIfNull(responses);
        ArgumentNullException.ThrowIfNull(known);
        var acts = frames.Where(frame => frame.Response is not null).GroupBy(frame => frame.Response!.Value).ToDictionary(group => group.Key, group => new Queue<RecordedFrame>(group));
        var matched = new List<(MeteredResponse, RecordedFrame)>();
        List<MeteredResponse> withoutAct = [], unfinished = [], refusals = [], elsewhere = [], others = [];
        foreach (var response in responses)
        {
            if (MeteredPath.Engagement(response.Path) is { } other && other != engagement && known.Contains(other))
            {
                elsewhere.Add(response);
            }
            else if (response.IsWhole && acts.TryGetValue(response.Body.Sha256, out var open) && open.TryDequeue(out var frame))
            {
                matched.Add((response, frame));
            }
            else
            {
                (!MeteredPath.IsReading(response.Path) ? others
                    : !response.IsWhole ? unfinished
                    : response.Body.Bytes == 0 ? others
                    : RefusalStatuses.Contains(response.Status) ? refusals
                    : withoutAct).Add(response);
            }
        }

        var found = matched.Select(pair => pair.Item2).ToHashSet(ReferenceEqualityComparer.Instance);
        var left = frames.Where(frame => !found.Contains(frame)).ToList();
        var waiting = new Queue<RecordedFrame>(left.Where(frame => frame.Response is not null));
        var explained = unfinished.Select(response => (response, MayCarryAFrame(response, engagement) && waiting.TryDequeue(out var frame) ? frame : null)).ToList();
        var unexplained = waiting.ToHashSet();
        return new MeterComparison(matched, withoutAct, [.. left.Where(frame => frame.Response is null || unexplained.Contains(frame))], explained, refusals, elsewhere, others);
    }

    // The centre records a frame and then sends it. Where the way broke, the act stands and nothing arrived.
    private static bool MayCarryAFrame(MeteredResponse response, string engagement) =>
        MeteredPath.Engagement(response.Path) == engagement && !RefusalStatuses.Contains(response.Status);
}
