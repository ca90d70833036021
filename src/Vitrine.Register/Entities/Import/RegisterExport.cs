using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>
/// Writes the whole register as lines of FollowTheMoney, each with the record of ours beside it in the member <c>vitrine</c>, so that nothing is
/// lost and another centre can import it (docs/formats/register.md).
/// </summary>
public sealed class RegisterExport : IDisposable
{
    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;

    private RegisterExport(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Writes everything, in an order that an import can read; gives the number of lines.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static long Write(Stream output, SqliteConnection views, CancellationToken cancellationToken)
    {
        using var export = new RegisterExport(output);
        var lines = export.WriteEntities(views, cancellationToken) + export.WriteTies(views, cancellationToken) + export.WriteOtherClaims(views);
        return lines + export.WriteAnswers(views) + export.WriteProductsAndRegimes(views);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private long WriteEntities(SqliteConnection views, CancellationToken cancellationToken)
    {
        var aliases = views.Query("SELECT entity, name FROM register_entity_name WHERE place > 0 ORDER BY entity, place", row => (Entity: row.GetString(0), Name: row.GetString(1))).ToLookup(one => one.Entity, one => one.Name);
        long lines = 0;
        foreach (var entity in Entities.All(views))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var record = new EntityRecorded(entity.Id, entity.Kind, entity.Name, [.. aliases[entity.Id]], entity.Countries, null);
            var schema = entity.Kind switch { EntityKind.Person => "Person", EntityKind.PublicBody => "PublicBody", _ => "Organization" };
            List<(string, IEnumerable<string>)> properties = [("name", [entity.Name]), ("alias", record.Aliases), (entity.Kind == EntityKind.Person ? "nationality" : "country", entity.Countries.Select(country => country.ToLowerInvariant()))];
            Line(entity.Id, schema, entity.Name, properties, record);
            lines++;
        }

        return lines;
    }

    private long WriteTies(SqliteConnection views, CancellationToken cancellationToken)
    {
        var people = views.Query("SELECT id FROM register_entity WHERE kind = 'person'", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        long lines = 0;
        foreach (var tie in Ties.Every(views))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (schema, from, to, detail) = SchemaOf(tie, people.Contains);
            var said = schema == "UnknownLink" ? $"{RegisterRows.Word(tie.Kind)}{(tie.Detail is null ? "" : $": {tie.Detail}")}" : tie.Detail;
            List<(string, IEnumerable<string>)> properties =
            [
                (from, [tie.From]), (to, [tie.To]), (detail, Some(said)), ("percentage", schema == "Ownership" ? Some(tie.Share is { } share ? Percent(share) : null) : []),
                ("startDate", Some(Day(tie.Since))), ("endDate", Some(Day(tie.Until))), ("sourceUrl", Some(tie.Source.Url)), ("publisher", [tie.Source.Title]), ("retrievedAt", Some(Day(tie.Source.Retrieved))),
            ];
            Line(tie.Claim, schema, null, properties, new TieClaimed(tie.Claim, tie.Kind, tie.From, tie.To, tie.Share, tie.Detail, tie.Since, tie.Until, tie.Source));
            lines++;
        }

        return lines;
    }

    private long WriteOtherClaims(SqliteConnection views)
    {
        long lines = 0;
        foreach (var gap in Claims.EveryOwnersGap(views))
        {
            Line(gap.Claim, "vitrine:OwnersUnknown", null, [], new OwnersUnknown(gap.Claim, gap.Entity, gap.Reason, gap.Since, gap.Until, gap.Source));
            lines++;
        }

        foreach (var one in Accreditations.List(views))
        {
            Line(one.Claim, "vitrine:Accreditation", null, [], new AccreditationRecorded(one.Claim, one.Laboratory, one.Scheme, one.Type, one.Scope, one.Since, one.Until, one.Source));
            lines++;
        }

        return lines;
    }

    private long WriteAnswers(SqliteConnection views)
    {
        long lines = 0;
        foreach (var reply in views.Query("SELECT claim, entity, text, at FROM register_reply ORDER BY n", row => new ClaimReply(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3))))
        {
            Line($"reply.{lines}", "vitrine:Reply", null, [], new ClaimReplied(reply.Claim, reply.Entity, reply.Text), reply.At);
            lines++;
        }

        foreach (var withdrawal in views.Query("SELECT claim, reason, at FROM register_withdrawal ORDER BY claim", row => new ClaimWithdrawal(row.GetString(0), row.GetString(1), row.Time(2))))
        {
            Line($"withdrawal.{lines}", "vitrine:Withdrawal", null, [], new ClaimWithdrawn(withdrawal.Claim, withdrawal.Reason), withdrawal.At);
            lines++;
        }

        return lines;
    }

    private long WriteProductsAndRegimes(SqliteConnection views)
    {
        var (products, regimes) = (Products.List(views), Regimes.List(views));
        foreach (var product in products)
        {
            Line(product.Id, "vitrine:Product", null, [], new ProductRecorded(product.Id, product.Name, product.Vendor, product.Class));
        }

        foreach (var regime in regimes)
        {
            Line(regime.Id, "vitrine:Regime", null, [], new RegimeRecorded(regime.Id, regime.Authority, regime.Instrument, regime.Classes, regime.Trigger));
        }

        return products.Count + regimes.Count;
    }

    private static (string Schema, string From, string To, string Detail) SchemaOf(Tie tie, Predicate<string> isPerson) => tie.Kind switch
    {
        TieKind.Ownership => ("Ownership", "owner", "asset", "role"),
        TieKind.Office => ("Directorship", "director", "organization", "role"),
        TieKind.Membership => ("Membership", "member", "organization", "role"),
        TieKind.Payment => ("Payment", "payer", "beneficiary", "purpose"),
        TieKind.Family when isPerson(tie.From) && isPerson(tie.To) => ("Family", "person", "relative", "relationship"),
        _ => ("UnknownLink", "subject", "object", "role"),
    };

    private void Line(string id, string schema, string? caption, List<(string Name, IEnumerable<string> Values)> properties, Act record, DateTimeOffset? at = null)
    {
        _json.WriteStartObject();
        _json.WriteString("id", id);
        _json.WriteString("schema", schema);
        if (caption is not null)
        {
            _json.WriteString("caption", caption);
        }

        _json.WriteStartObject("properties");
        foreach (var (name, values) in properties)
        {
            if (values.ToList() is { Count: > 0 } some)
            {
                _json.WriteStartArray(name);
                some.ForEach(_json.WriteStringValue);
                _json.WriteEndArray();
            }
        }

        _json.WriteEndObject();
        _json.WriteStartObject(RegisterReader.Own);
        if (at is { } time)
        {
            _json.WriteString("at", UtcTime.Format(time));
        }

        _json.WritePropertyName(RegisterReader.NameOf(record.GetType()));
        JsonSerializer.Serialize(_json, record, record.GetType(), ActJson.Options);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _output.WriteByte((byte)'\n');
    }

    private static string[] Some(string? value) => value is null ? [] : [value];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd");

    private static string Percent(Share share) => share.Least == share.Most ? $"{share.Least:0.####}" : $"{share.Least:0.####}-{share.Most:0.####}";
}
