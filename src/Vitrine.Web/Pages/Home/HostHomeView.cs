using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What a host sees first: decisions, who is reading now and how much, the seals.</summary>
public sealed record HostHomeView(
    Shell Shell,
    ImmutableArray<TaskRow> Tasks,
    ImmutableArray<OpenRoomRow> Rooms,
    ImmutableArray<EngagementRow> Engagements,
    int Seals);

/// <summary>An engagement whose room is open, in amounts only.</summary>
/// <param name="Volume">Lines delivered, as a range of the bucket.</param>
public sealed record OpenRoomRow(string Engagement, string Product, string Laboratory, int SessionsNow, string Volume);
