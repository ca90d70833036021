using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>The receipt of one's own session, as a file to leave with.</summary>
public static class ReceiptEndpoints
{
    public static void MapReceipts(this IEndpointRouteBuilder routes) => routes.MapGet("/sessions/{session}/receipt", GetReceipt).Needs(Operation.TakeReceipt);

    /// <summary>A reviewer's own sessions in an engagement, newest first; none for anybody else.</summary>
    internal static ImmutableArray<ReceiptRow> Own(string engagement, Visit visit) => Permissions.Allows(visit.Known.Role, Operation.TakeReceipt)
        ? [.. Sessions.OfEngagement(engagement, visit.Views).Where(session => session.Person == visit.Known.Person).Select(session => new ReceiptRow(session.Id, session.Opened, session.Closed is not null))]
        : [];

    private static async Task<IResult> GetReceipt(HttpContext context, Visit visit, string session)
    {
        if (Sessions.Find(session, visit.Views)?.Person != visit.Known.Person)
        {
            return Missing.Page(context, visit);
        }

        var receipt = await ReceiptDesk.IssueAsync(visit.Centre, session, context.RequestAborted);
        return Results.File(receipt.Encode(), "application/jsonl", session + Receipt.Extension);
    }
}

/// <summary>A session of which a receipt can be had.</summary>
/// <param name="Session">The session.</param>
/// <param name="Began">When it began.</param>
/// <param name="IsOver">Whether it has ended; until then a receipt is of the acts so far.</param>
public sealed record ReceiptRow(string Session, DateTimeOffset Began, bool IsOver);
