using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

/// <summary>The register's views alone, in memory, for questions that no act is needed for.</summary>
internal sealed class TieScene : IDisposable
{
    public const string Strict = """
        bar third
        source a test
        ownership multiplied 5%
        ownership controlled 25%
        shared-owner 20%
        office any lookback 2y
        founding shared
        contract 10% lookback 2y
        award any lookback 2y
        payment 5% lookback 2y
        family any
        membership direct
        other unknown
        steps 8
        grade C
        undated unknown
        withdrawn ignored
        owners-known 0%
        offices-known no
        """;

    private int _claims;

    public TieScene(params string[] entities)
    {
        SQLitePCL.Batteries_V2.Init();
        Views = new SqliteConnection("Data Source=:memory:");
        Views.Open();
        Views.Execute(new EntitiesPart().Schema);
        Rows = new RegisterRows(Views);
        foreach (var entity in entities)
        {
            var kind = entity.StartsWith("p-", StringComparison.Ordinal) ? EntityKind.Person : entity.StartsWith("state", StringComparison.Ordinal) ? EntityKind.PublicBody : EntityKind.Organisation;
            Rows.Put(new Entity(entity, kind, $"The {entity}", []), [], null);
        }
    }

    public SqliteConnection Views { get; }

    public RegisterRows Rows { get; }

    public static DateOnly Today { get; } = new(2026, 3, 2);

    /// <summary>Ties as <c>a owns b 30</c>, <c>p office b since 2020-01-01 until 2024-01-01 grade D</c>.</summary>
    public TieScene With(params string[] lines)
    {
        foreach (var words in lines.Select(line => line.Split(' ')))
        {
            string? After(string word) => Array.IndexOf(words, word) is > 0 and var at ? words[at + 1] : null;
            DateOnly? Day(string word) => After(word) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd") : null;
            var kind = words[1] == "owns" ? TieKind.Ownership : Enum.Parse<TieKind>(words[1], ignoreCase: true);
            Share? share = words.Length > 3 && words[3].Split('-') is [var least, ..] parts && decimal.TryParse(least, out var from) && words[3].Length < 10 ? new Share(from, decimal.Parse(parts[^1])) : null;
            var since = Day("since") ?? (words.Contains("undated") ? null : new DateOnly(2020, 1, 1));
            var tie = new Tie($"c-{++_claims}", kind, words[0], words[2], share, null, since, Day("until"), Facts.Source(grade: After("grade")?[0] ?? 'B'), false);
            Rows.Put(tie, null, _claims);
            if (words.Contains("withdrawn"))
            {
                Rows.Put(new ClaimWithdrawal(tie.Claim, "It erred.", DateTimeOffset.UnixEpoch), null);
            }
        }

        return this;
    }

    public IndependenceAnswer Ask(string subject, string against, string bar = Strict, DateOnly? on = null) =>
        Independence.Ask(subject, against, Bar.Parse(Encoding.UTF8.GetBytes(bar)), on ?? Today, Views);

    /// <summary>The strict bar with some lines replaced.</summary>
    public static string BarWith(params string[] lines)
    {
        var rules = lines.Select(line => line.Split(' ')[0]).ToHashSet();
        return string.Join('\n', Strict.Split('\n').Where(line => !rules.Contains(line.Split(' ')[0])).Concat(lines));
    }

    public void Dispose()
    {
        Rows.Dispose();
        Views.Dispose();
    }
}
