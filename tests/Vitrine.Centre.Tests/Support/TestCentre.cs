using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>A real centre in a folder of its own, with one part that counts things.</summary>
internal sealed class TestCentre : IAsyncDisposable
{
    private TestCentre(string folder) => Folder = folder;

    public string Folder { get; }

    public ManualTime Time { get; } = new();

    public static IReadOnlyList<Part> Parts { get; } = [new CountingPart()];

    public static async Task<TestCentre> MakeAsync(string? above = null)
    {
        var test = new TestCentre(Path.Combine(above ?? Path.GetTempPath(), "vitrine-" + Guid.NewGuid().ToString("N")[..12]));
        await using var centre = await OpenCentre.CreateAsync(test.Folder, "Test centre", Parts, test.Time, CancellationToken.None);
        return test;
    }

    public Task<OpenCentre> OpenAsync(CentreUse use = CentreUse.Command) => OpenCentre.OpenAsync(Folder, Parts, use, Time, CancellationToken.None);

    /// <summary>Whether a rebuild gives the same views, dump for dump.</summary>
    public async Task AssertViewsAreAProjectionAsync()
    {
        var (before, after, _) = await OpenCentre.RebuildViewsAsync(Folder, Parts, Time, CancellationToken.None);
        Assert.Equal(before, after);
    }

    public ValueTask DisposeAsync()
    {
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

/// <summary>An act on a document of lines such as <c>apples 3</c>.</summary>
internal sealed record Imported(Digest Document) : Act
{
    public override string Subject => "import";

    public override IReadOnlyList<Digest> Documents => [Document];
}

/// <summary>An act that makes a statement public.</summary>
internal sealed record Told(string Thing, Digest Statement) : Act
{
    public override string Subject => $"thing:{Thing}";

    public override IReadOnlyList<Digest> Statements => [Statement];

    /// <summary>Stages a statement that says <paramref name="thing"/>, and gives the act that names it.</summary>
    public static Told Stage(OpenCentre centre, string thing, SigningKey key)
    {
        var said = new ReleasePredicate("Example Guard", thing, "stable", Digest.Of("seal"u8), "Example Vendor", UtcTime.Whole(centre.Time.GetUtcNow()));
        return new Told(thing, StagedStatement.Stage(centre.Paths, said.Of([Proofs.Subject.File("guard.bin", Digest.Of("guard"u8))]), key));
    }
}

internal sealed class CountingPart : Part
{
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<Counted>("test.counted"), ActKind.Of<Told>("test.told"), ActKind.Of<Imported>("test.imported")];

    public override string Schema => "CREATE TABLE test_count (thing TEXT PRIMARY KEY CHECK (thing <> 'forbidden'), sum INTEGER NOT NULL);";

    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case Counted { Thing: "defect" }:
                throw new InvalidOperationException("A defect of the part.");
            case Counted counted when Sum(views, counted.Thing) + counted.By < 0:
                throw new ActRefusedException($"{counted.Thing} cannot fall below zero.");
        }
    }

    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        switch (recorded.Act)
        {
            case Counted counted:
                Add(counted.Thing, counted.By, views);
                break;
            case Imported imported:
                foreach (var line in Encoding.UTF8.GetString(documents.Read(imported.Document)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (line.Split(' ') is not [var thing, var by])
                    {
                        throw new ActRefusedException($"'{line}' is no thing and number.");
                    }

                    Add(thing, int.Parse(by, CultureInfo.InvariantCulture), views);
                }

                break;
        }
    }

    private static void Add(string thing, int by, SqliteConnection views) =>
        views.Execute("INSERT INTO test_count VALUES ($1, $2) ON CONFLICT (thing) DO UPDATE SET sum = sum + $2", thing, by);

    public static long Sum(SqliteConnection views, string thing) => views.Scalar<long>("SELECT sum FROM test_count WHERE thing = $1", thing);
}
