using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What a reviewer sees first: where to read on.</summary>
public sealed record ReviewerHomeView(
    Shell Shell,
    ImmutableArray<ReadOnRow> ReadOn,
    ImmutableArray<TaskRow> Tasks);

/// <summary>A room this reviewer may enter.</summary>
/// <param name="Session">The session that is open; null outside the room.</param>
/// <param name="LinesInScope">Lines that the room holds.</param>
/// <param name="Refusal">Why the room cannot be entered now, a sentence; null when it can.</param>
public sealed record ReadOnRow(
    string Product,
    string Version,
    string Vendor,
    string? Session,
    string Href,
    long LinesInScope,
    string? Refusal);
