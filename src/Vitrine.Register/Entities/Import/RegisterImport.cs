using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>
/// Brings a document of parties into the register, whole or not at all: read once to see that every line can be used, and once to write.
/// </summary>
internal sealed class RegisterImport
{
    private readonly ReadOnlyMemory<byte> _document;
    private readonly Source _source;
    private readonly SqliteConnection _views;

    // Claims that are on record from elsewhere; null: from this centre itself.
    private readonly Dictionary<string, string?> _foreign;
    private readonly List<LineFault> _faults = [];
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _claims = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withdrawals = new(StringComparer.Ordinal);
    private readonly List<(long Line, string Entity)> _references = [];
    private readonly SortedDictionary<string, long> _passed = new(StringComparer.Ordinal);
    private long _faultCount;
    private long _others;
    private long _lines;

    private RegisterImport(ReadOnlyMemory<byte> document, Source source, SqliteConnection views)
    {
        _document = document;
        _source = source;
        _views = views;
        _foreign = views.Query("SELECT id, dataset FROM register_claim WHERE dataset IS NULL OR dataset <> $1", row => (Id: row.GetString(0), DataSet: row.Text(1)), source.Title)
            .ToDictionary(one => one.Id, one => one.DataSet, StringComparer.Ordinal);
    }

    /// <summary>Characters and values that a check left out of what would be kept.</summary>
    public long Cleaned { get; private set; }

    /// <summary>Holds every line against the others and against the register; changes nothing.</summary>
    /// <returns>What is in it, and how many characters and values would be left out of what is kept.</returns>
    /// <exception cref="RegisterDocumentException">A line cannot be used.</exception>
    /// <exception cref="ActRefusedException">The source is none.</exception>
    public static (ImportCounts Counts, long Cleaned) Check(ReadOnlyMemory<byte> document, Source source, SqliteConnection views)
    {
        EntityRules.Check(source);
        var import = new RegisterImport(document, source, views);
        return (import.CheckLines(), import.Cleaned);
    }

    /// <summary>Checks again, against the views as they are now, and writes.</summary>
    /// <exception cref="ActRefusedException">The document is not what the act says, or cannot be used.</exception>
    public static void Project(RegisterImported act, ReadOnlyMemory<byte> document, DateTimeOffset at, long position, SqliteConnection views)
    {
        try
        {
            var import = new RegisterImport(document, act.Source, views);
            if (import.CheckLines() != act.Counts)
            {
                throw new ActRefusedException("The document holds something else than the act says. Import it again.");
            }

            import.Write(at, position);
        }
        catch (RegisterDocumentException refused)
        {
            throw new ActRefusedException(refused.Message);
        }
    }

    private ImportCounts CheckLines()
    {
        foreach (var line in new RegisterReader(_document, _source).Read())
        {
            if (line.Id.Length > 0)
            {
                _lines++;
            }

            if (line.Fault is { } fault)
            {
                Fault(line.Number, fault);
            }
            else
            {
                CheckLine(line);
            }
        }

        foreach (var (line, entity) in _references)
        {
            if (!_entities.Contains(entity) && Entities.Find(entity, _views) is null)
            {
                Fault(line, $"it names \"{EntityRules.Shown(entity)}\", which neither the file nor the register has");
            }
        }

        if (_lines == 0 && _faultCount == 0)
        {
            Fault(1, "the file holds no entity");
        }

        return _faultCount == 0
            ? new ImportCounts(_lines, _entities.Count, _claims.Count, _others, _passed.ToImmutableSortedDictionary(StringComparer.Ordinal))
            : throw new RegisterDocumentException([.. _faults.OrderBy(one => one.Line)], _faultCount);
    }

    private void CheckLine(RegisterLine line)
    {
        if (line.Id.Length > 0 && !_ids.TryAdd(line.Id, line.Number))
        {
            Fault(line.Number, $"\"{EntityRules.Shown(line.Id)}\" is on line {_ids[line.Id]} already");
            return;
        }

        Cleaned += line.Cleaned;
        if (line.Passed)
        {
            _passed[line.Schema] = _passed.GetValueOrDefault(line.Schema) + 1;
            if (_passed.Count > 200)
            {
                Fault(line.Number, "more than 200 schemas that the register does not keep: is this FollowTheMoney?");
                _passed.Remove(line.Schema);
            }
        }

        foreach (var record in line.Records)
        {
            try
            {
                CheckRecord(line, record);
            }
            catch (ActRefusedException refused)
            {
                Fault(line.Number, refused.Message);
            }
        }
    }

    private void CheckRecord(RegisterLine line, Act record)
    {
        switch (record)
        {
            case EntityRecorded entity:
                EntityRules.Check(RegisterRecords.Of(entity), entity.Aliases);
                if (entity.Source is { } source)
                {
                    EntityRules.Check(source);
                }

                if (!_entities.Add(entity.Entity))
                {
                    Fault(line.Number, $"the entity \"{entity.Entity}\" is in the file twice");
                }

                break;
            case TieClaimed tie:
                EntityRules.Check(RegisterRecords.Of(tie));
                AddClaim(line, tie.Claim, tie.From, tie.To);
                break;
            case OwnersUnknown gap:
                EntityRules.Check(RegisterRecords.Of(gap));
                AddClaim(line, gap.Claim, gap.Entity);
                break;
            case AccreditationRecorded accreditation:
                EntityRules.Check(RegisterRecords.Of(accreditation));
                AddClaim(line, accreditation.Claim, accreditation.Laboratory);
                break;
            case ProductRecorded product:
                EntityRules.Check(RegisterRecords.Of(product));
                AddOther(line, product.Vendor);
                break;
            case RegimeRecorded regime:
                EntityRules.Check(RegisterRecords.Of(regime));
                AddOther(line, regime.Authority);
                break;
            case ClaimReplied reply:
                EntityRules.CheckReply(reply.Text);
                RequireClaim(line, reply.Claim);
                if (_claims.TryGetValue(reply.Claim, out var subjects) && !subjects.Contains(reply.Entity))
                {
                    Fault(line.Number, $"the claim \"{reply.Claim}\" is not about \"{EntityRules.Shown(reply.Entity)}\"");
                }

                _others++;
                break;
            case ClaimWithdrawn withdrawn:
                EntityRules.CheckReason(withdrawn.Reason);
                RequireClaim(line, withdrawn.Claim);
                if (!_withdrawals.Add(withdrawn.Claim))
                {
                    Fault(line.Number, $"the claim \"{withdrawn.Claim}\" is withdrawn twice");
                }

                _others++;
                break;
        }
    }

    private void AddClaim(RegisterLine line, string claim, params ReadOnlySpan<string> entities)
    {
        if (!_claims.TryAdd(claim, entities.ToArray()))
        {
            Fault(line.Number, $"the claim \"{EntityRules.Shown(claim)}\" is in the file twice");
        }
        else if (_foreign.TryGetValue(claim, out var dataset))
        {
            Fault(line.Number, $"the claim \"{EntityRules.Shown(claim)}\" is on record already, from {(dataset is null ? "this centre itself" : $"the data set {dataset}")}");
        }

        foreach (var entity in entities)
        {
            _references.Add((line.Number, entity));
        }
    }

    private void AddOther(RegisterLine line, string entity)
    {
        _others++;
        _references.Add((line.Number, entity));
    }

    /// <summary>A document replies to its own claims, and takes back its own: those stand on the lines before.</summary>
    private void RequireClaim(RegisterLine line, string claim)
    {
        if (!_claims.ContainsKey(claim))
        {
            Fault(line.Number, $"the claim \"{EntityRules.Shown(claim)}\" is not on a line before it");
        }
    }

    private void Fault(long line, string what)
    {
        _faultCount++;
        if (_faults.Count < RegisterDocumentException.MaxListed)
        {
            _faults.Add(new LineFault(line, what));
        }
    }

    private void Write(DateTimeOffset at, long position)
    {
        using var rows = new RegisterRows(_views);
        var known = new HashSet<string>(_views.Query("SELECT id FROM register_entity WHERE dataset IS NULL OR dataset <> $1", row => row.GetString(0), _source.Title), StringComparer.Ordinal);
        var before = RegisterDataSet.Read(_source, _views);
        RegisterDataSet.MakeRoom(_source, _claims.ContainsKey, at, rows, _views);
        foreach (var line in new RegisterReader(_document, _source).Read())
        {
            foreach (var record in line.Records)
            {
                WriteRecord(record, line.At ?? at, position, known, rows);
            }
        }

        RegisterDataSet.Settle(_source, before, position, _views);
    }

    private void WriteRecord(Act record, DateTimeOffset at, long position, HashSet<string> known, RegisterRows rows)
    {
        switch (record)
        {
            case EntityRecorded entity when known.Contains(entity.Entity):
                rows.Merge(Entities.Find(entity.Entity, _views)!, [entity.Name, .. entity.Aliases], entity.Countries);
                break;
            case EntityRecorded entity:
                rows.Put(RegisterRecords.Of(entity), entity.Aliases, _source.Title);
                break;
            case TieClaimed tie:
                rows.Put(RegisterRecords.Of(tie), _source.Title, position);
                break;
            case OwnersUnknown gap:
                rows.Put(RegisterRecords.Of(gap), _source.Title, position);
                break;
            case AccreditationRecorded accreditation:
                rows.Put(RegisterRecords.Of(accreditation), _source.Title, position);
                break;
            case ProductRecorded product:
                rows.Put(RegisterRecords.Of(product));
                break;
            case RegimeRecorded regime:
                rows.Put(RegisterRecords.Of(regime));
                break;
            case ClaimReplied reply:
                rows.PutOnce(new ClaimReply(reply.Claim, reply.Entity, reply.Text, at));
                break;
            case ClaimWithdrawn withdrawn:
                rows.Put(new ClaimWithdrawal(withdrawn.Claim, withdrawn.Reason, at), _source.Title);
                break;
        }
    }
}
