using Microsoft.Data.Sqlite;

namespace Vitrine.Centre.Tests;

/// <summary>A real centre in a folder of its own, with one part that counts things.</summary>
internal sealed class TestCentre : IAsyncDisposable
{
    private TestCentre(string folder) => Folder = folder;

    public string Folder { get; }

    public ManualTime Time { get; } = new();

    public static IReadOnlyList<Part> Parts { get; } = [new CountingPart()];

    public static async Task<TestCentre> MakeAsync()
    {
        var test = new TestCentre(Path.Combine(Path.GetTempPath(), "vitrine-" + Guid.NewGuid().ToString("N")[..12]));
        await using var centre = await OpenCentre.CreateAsync(test.Folder, "Test centre", Parts, test.Time, CancellationToken.None);
        return test;
    }

    public Task<OpenCentre> OpenAsync(CentreUse use = CentreUse.Command) => OpenCentre.OpenAsync(Folder, Parts, use, Time, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A clock that moves when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

internal sealed record Counted(string Thing, int By) : Act
{
    public override string Subject => $"thing:{Thing}";
}

internal sealed class CountingPart : Part
{
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<Counted>("test.counted")];

    public override string Schema => "CREATE TABLE test_count (thing TEXT PRIMARY KEY, sum INTEGER NOT NULL);";

    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (act is Counted counted && Sum(views, counted.Thing) + counted.By < 0)
        {
            throw new ActRefusedException($"{counted.Thing} cannot fall below zero.");
        }
    }

    public override void Project(RecordedAct recorded, SqliteConnection views)
    {
        if (recorded.Act is Counted counted)
        {
            views.Execute("INSERT INTO test_count VALUES ($1, $2) ON CONFLICT (thing) DO UPDATE SET sum = sum + $2", counted.Thing, counted.By);
        }
    }

    public static long Sum(SqliteConnection views, string thing) => views.Scalar<long>("SELECT sum FROM test_count WHERE thing = $1", thing);
}
