using Microsoft.Data.Sqlite;

namespace Vitrine.Register;

/// <summary>Writes the register's rows with statements that are prepared once: an import writes hundreds of thousands.</summary>
internal sealed class RegisterRows(SqliteConnection views) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <summary>Writes an entity whole, in place of what was there.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="aliases">Its other names.</param>
    /// <param name="dataset">The data set it is from; null: recorded in this centre.</param>
    public void Put(Entity entity, IEnumerable<string> aliases, string? dataset)
    {
        Run(
            """
            INSERT INTO register_entity (id, kind, name, countries, dataset) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, countries = excluded.countries, dataset = excluded.dataset
            """,
            entity.Id, Word(entity.Kind), entity.Name, string.Join(' ', entity.Countries), dataset);
        Run("DELETE FROM register_entity_name WHERE entity = $1", entity.Id);
        PutName(entity.Id, 0, entity.Name);
        var place = 0;
        foreach (var alias in aliases.Where(alias => alias != entity.Name).Distinct(StringComparer.Ordinal))
        {
            PutName(entity.Id, ++place, alias);
        }
    }

    /// <summary>Adds names and countries to an entity that somebody else recorded.</summary>
    public void Merge(Entity known, IEnumerable<string> names, IEnumerable<string> countries)
    {
        var have = Entities.Names(known.Id, views);
        var place = have.Length - 1;
        foreach (var name in names.Distinct(StringComparer.Ordinal).Except(have, StringComparer.Ordinal))
        {
            PutName(known.Id, ++place, name);
        }

        Run("UPDATE register_entity SET countries = $2 WHERE id = $1", known.Id, string.Join(' ', known.Countries.Union(countries).Order(StringComparer.Ordinal)));
    }

    public void Put(Tie tie, string? dataset, long position)
    {
        PutClaim(tie.Claim, ClaimKind.Tie, tie.Since, tie.Until, tie.Source, dataset, position);
        Run(
            "INSERT INTO register_tie (claim, kind, source, target, least, most, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            tie.Claim, Word(tie.Kind), tie.From, tie.To, Ties.ToUnits(tie.Share?.Least), Ties.ToUnits(tie.Share?.Most), tie.Detail);
    }

    public void Put(OwnersGapClaim gap, string? dataset, long position)
    {
        PutClaim(gap.Claim, ClaimKind.OwnersUnknown, gap.Since, gap.Until, gap.Source, dataset, position);
        Run("INSERT INTO register_owners_unknown (claim, entity, reason) VALUES ($1, $2, $3)", gap.Claim, gap.Entity, Word(gap.Reason));
    }

    public void Put(Accreditation one, string? dataset, long position)
    {
        PutClaim(one.Claim, ClaimKind.Accreditation, one.Since, one.Until, one.Source, dataset, position);
        Run(
            "INSERT INTO register_accreditation (claim, laboratory, scheme, type, scope) VALUES ($1, $2, $3, $4, $5)",
            one.Claim, one.Laboratory, one.Scheme, one.Type is { } type ? Word(type) : null, one.Scope);
    }

    public void Put(Product product) => Run(
        """
        INSERT INTO register_product (id, name, vendor, class) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, vendor = excluded.vendor, class = excluded.class
        """,
        product.Id, product.Name, product.Vendor, product.Class);

    public void Put(Regime regime) => Run(
        """
        INSERT INTO register_regime (id, authority, instrument, classes, trigger) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET authority = excluded.authority, instrument = excluded.instrument, classes = excluded.classes, trigger = excluded.trigger
        """,
        regime.Id, regime.Authority, regime.Instrument, string.Join('\n', regime.Classes), regime.Trigger);

    public void Put(ClaimReply reply) =>
        Run("INSERT INTO register_reply (claim, entity, text, at) VALUES ($1, $2, $3, $4)", reply.Claim, reply.Entity, reply.Text, Proofs.UtcTime.Format(reply.At));

    /// <summary>A reply of a document, which may come again with its next version.</summary>
    public void PutOnce(ClaimReply reply) => Run(
        """
        INSERT INTO register_reply (claim, entity, text, at) SELECT $1, $2, $3, $4
        WHERE NOT EXISTS (SELECT 1 FROM register_reply WHERE claim = $1 AND entity = $2 AND text = $3)
        """,
        reply.Claim, reply.Entity, reply.Text, Proofs.UtcTime.Format(reply.At));

    /// <summary>Takes a claim out, for its next version; what was replied to it stays.</summary>
    public void RemoveClaim(string claim)
    {
        Run("DELETE FROM register_claim WHERE id = $1", claim);
        Run("DELETE FROM register_tie WHERE claim = $1", claim);
        Run("DELETE FROM register_owners_unknown WHERE claim = $1", claim);
        Run("DELETE FROM register_accreditation WHERE claim = $1", claim);
    }

    /// <summary>A claim is taken back. Of what somebody took back, a data set says nothing more.</summary>
    /// <param name="withdrawal">What was taken back, when and why.</param>
    /// <param name="dataset">The data set that no longer has it; null: somebody took it back.</param>
    public void Put(ClaimWithdrawal withdrawal, string? dataset)
    {
        Run("INSERT INTO register_withdrawal (claim, reason, at, dataset) VALUES ($1, $2, $3, $4) ON CONFLICT (claim) DO NOTHING", withdrawal.Claim, withdrawal.Reason, Proofs.UtcTime.Format(withdrawal.At), dataset);
        Run("UPDATE register_claim SET withdrawn = 1 WHERE id = $1", withdrawal.Claim);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    internal static string Word<T>(T word)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    private void PutClaim(string id, ClaimKind kind, DateOnly? since, DateOnly? until, Source source, string? dataset, long position) => Run(
        "INSERT INTO register_claim (id, kind, since, until, title, url, retrieved, grade, withdrawn, dataset, n) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)",
        id, Word(kind), since, until, source.Title, source.Url, source.Retrieved, source.Grade.ToString(), dataset, position);

    private void PutName(string entity, int place, string name) =>
        Run("INSERT INTO register_entity_name (entity, place, name, folded) VALUES ($1, $2, $3, $4)", entity, place, name, Entities.Fold(name));

    private void Run(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = views.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.AddWithValue($"${i + 1}", DBNull.Value);
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }
}
