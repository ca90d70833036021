using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A frame as the ledger has it: the response that carried it, by digest.</summary>
/// <param name="Position">The act.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Session">The session.</param>
/// <param name="Response">SHA-256 of the response; null where the act says none.</param>
public sealed record RecordedFrame(LogIndex Position, DateTimeOffset At, string Session, Digest? Response);

/// <summary>What a meter saw, held against what the ledger says was delivered, frame by frame.</summary>
/// <param name="Matched">Responses, each with the act that recorded it.</param>
/// <param name="WithoutAct">Answers of the room's reading addresses that no act recorded: content went out and is not on record.</param>
/// <param name="WithoutResponse">Acts whose response did not pass this meter: it was cut off, or went another way.</param>
/// <param name="Others">Everything else that passed: pages, pictures, styles, redirects. No act speaks of it; its amount is told.</param>
public sealed record MeterComparison(
    IReadOnlyList<(MeteredResponse Response, RecordedFrame Frame)> Matched,
    IReadOnlyList<MeteredResponse> WithoutAct,
    IReadOnlyList<RecordedFrame> WithoutResponse,
    IReadOnlyList<MeteredResponse> Others)
{
    private static readonly string[] Reading = ["read", "notes"];

    /// <summary>Whether every frame stands on both sides.</summary>
    public bool IsEqual => WithoutAct.Count == 0 && WithoutResponse.Count == 0;

    /// <summary>Compares. Each response answers for one act at most, and each act for one response.</summary>
    /// <param name="responses">What the meter recorded, oldest first.</param>
    /// <param name="frames">What the ledger holds of the sessions compared, oldest first.</param>
    /// <param name="isCompared">Which responses concern those sessions; others are left out of everything.</param>
    public static MeterComparison Of(IReadOnlyList<MeteredResponse> responses, IReadOnlyList<RecordedFrame> frames, Predicate<MeteredResponse> isCompared)
    {
        var open = frames.Where(frame => frame.Response is not null).GroupBy(frame => frame.Response!.Value).ToDictionary(group => group.Key, group => new Queue<RecordedFrame>(group));
        var matched = new List<(MeteredResponse, RecordedFrame)>();
        var withoutAct = new List<MeteredResponse>();
        var others = new List<MeteredResponse>();
        foreach (var response in responses.Where(response => isCompared(response)))
        {
            if (response.Complete && open.TryGetValue(response.Body, out var acts) && acts.TryDequeue(out var frame))
            {
                matched.Add((response, frame));
            }
            else
            {
                (IsFrame(response) ? withoutAct : others).Add(response);
            }
        }

        var found = matched.Select(pair => pair.Item2).ToHashSet();
        return new MeterComparison(matched, withoutAct, [.. frames.Where(frame => !found.Contains(frame))], others);
    }

    /// <summary>Whether a response is of an address under which the site shows sealed content, and shows some: a page that was not refused.</summary>
    public static bool IsFrame(MeteredResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Status is 200 or 206 or 422 && response.Bytes > 0 && EngagementOf(response) is not null && Reading.Contains(response.Path.Split('/')[3]);
    }

    /// <summary>The engagement in whose address a response stands; null where it stands in none.</summary>
    public static string? EngagementOf(MeteredResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Path.Split('/') is ["", "engagements", var engagement, _, ..] ? engagement : null;
    }
}
